import { Resolver } from 'type-graphql';
import { plainConnection } from '../../kernel/graphql/connection';
import { contentQueries } from '../publishing/content-queries';
import { Employer } from './employer.entity';
import { employerKind } from './employer.kind';

export const EmployerConnection = plainConnection(() => Employer, 'Employer', 'employers');

@Resolver(() => Employer)
export class EmployerResolver extends contentQueries(
  employerKind,
  { one: 'employer', many: 'employers' },
  EmployerConnection,
) {}
