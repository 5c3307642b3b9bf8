import { Arg, Ctx, Extensions, Mutation, Resolver } from 'type-graphql';
import { exportPersonalData } from '../../accounts/personal-data/export-personal-data';
import type { RequestContext } from '../../kernel/context';
import {
  EraseAnonymousDataInput,
  EraseAnonymousDataPayload,
  ExportAnonymousDataInput,
  ExportAnonymousDataPayload,
} from './anonymous-data.types';
import { lockOrMakeLearner, requireLearner } from './learners';

/** What people without an account may ask of those who keep data about them: the token proves who they are. */
@Resolver()
export class AnonymousDataResolver {
  @Extensions({ notRepeatable: 'all that is kept about you in its answer' })
  @Mutation(() => ExportAnonymousDataPayload, {
    description:
      'A complete copy of what is kept under a token, as JSON; who is signed in finds theirs by exportMyData. Without an Idempotency-Key, since the answer is not kept. NOT_FOUND for a token that nobody has; UNAUTHENTICATED for one that an account has claimed.',
  })
  async exportAnonymousData(
    @Arg('input', () => ExportAnonymousDataInput, { description: 'The token.' })
    { attemptToken }: ExportAnonymousDataInput,
    @Ctx() { dataSource, services }: RequestContext,
  ): Promise<ExportAnonymousDataPayload> {
    const learnerId = await requireLearner(dataSource, { viewer: null, token: attemptToken });
    return { data: await exportPersonalData(dataSource, ofLearners(services), learnerId) };
  }

  @Mutation(() => EraseAnonymousDataPayload, {
    description:
      'Erases all that is kept under a token, for ever and at once. NOT_FOUND for a token that nobody has, such as one that was erased; UNAUTHENTICATED for one that an account has claimed.',
  })
  async eraseAnonymousData(
    @Arg('input', () => EraseAnonymousDataInput, { description: 'The token.' })
    { attemptToken }: EraseAnonymousDataInput,
    @Ctx() { dataSource, services }: RequestContext,
  ): Promise<EraseAnonymousDataPayload> {
    return dataSource.transaction(async (manager) => {
      const { id } = await lockOrMakeLearner(manager, { viewer: null, token: attemptToken });
      for (const module of ofLearners(services).toReversed()) await module.erase?.(manager, id);
      const [clock] = await manager.query<[{ now: Date }]>('SELECT now()');
      return { erasedAt: clock.now };
    });
  }
}

const ofLearners = ({ personalData }: RequestContext['services']) => personalData.filter((each) => each.ofLearners);
