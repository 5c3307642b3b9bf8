import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { AttemptResult } from '../attempt/result.types';
import './correction-context';
import { ResultCorrection } from './correction.types';

/** What corrections add to results. */
@Resolver(() => AttemptResult)
export class ResultCorrectionsResolver {
  @FieldResolver(() => [ResultCorrection], {
    description:
      'Each time that it was graded again because a question had been graded wrongly, the first one first; empty when it never was.',
  })
  corrections(@Root() { attempt }: AttemptResult, @Ctx() { corrections }: RequestContext): Promise<ResultCorrection[]> {
    return corrections.ofAttempt(attempt);
  }
}
