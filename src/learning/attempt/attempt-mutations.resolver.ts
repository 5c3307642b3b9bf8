import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { assessmentKind } from '../../content/assessment/assessment.kind';
import { requirePublished } from '../../content/publishing/perspective';
import type { RequestContext } from '../../kernel/context';
import { badInput, notFound } from '../../kernel/errors/errors';
import { claimLearners } from '../learner/claim-learners';
import { type LearnerProof, notYours, requireLearner } from '../learner/learners';
import { addAttemptReader } from './attempt-context';
import { requireAttemptKey } from './attempt-ids';
import {
  ClaimAttemptsInput,
  SaveAnswersInput,
  SelfReviewAnswerInput,
  StartAttemptInput,
  SubmitAttemptInput,
} from './attempt.inputs';
import {
  ClaimAttemptsPayload,
  SaveAnswersPayload,
  SelfReviewAnswerPayload,
  StartAttemptPayload,
  SubmitAttemptPayload,
} from './attempt.payloads';
import { type AttemptType, toAttemptType } from './attempt.types';
import { saveAnswers } from './save-answers';
import { selfReviewAnswer } from './self-review-answer';
import { startAttempt } from './start-attempt';
import { submitAttempt } from './submit-attempt';

/** Most tokens that are claimed at once. */
const MAX_TOKENS = 50;

/** What learners do with attempts: each is one transaction, and what is answered is read after it. */
@Resolver()
export class AttemptMutationsResolver {
  @Mutation(() => StartAttemptPayload, {
    description:
      'Starts an attempt, for anybody. One that is in progress already is answered instead. NOT_FOUND when there is no such assessment; ATTEMPT_CLOSED before it opens and after it closes; RETAKE_REFUSED with retryAt and attemptsLeft when it may not be taken again (yet); RATE_LIMITED when too many without an account began from the same network within an hour.',
  })
  async startAttempt(
    @Arg('input', () => StartAttemptInput, { description: 'Which assessment, and who has no account.' })
    input: StartAttemptInput,
    @Ctx() context: RequestContext,
  ): Promise<StartAttemptPayload> {
    requirePublished(context.graph.perspective, 'Attempts are taken at what is published');
    const assessment = await context.graph.bySlug(assessmentKind, input.assessment);
    const publication = await context.graph.publicationNumber();
    if (!assessment || publication === null) throw notFound('There is no assessment with this slug.');
    const proof = proofOf(context, input);
    await context.services.newLearners.admit(proof, context);
    const { learnerId, attemptId, token } = await context.dataSource.transaction((manager) =>
      startAttempt(manager, proof, { assessment, publication }),
    );
    return { attempt: await readAgain(context, input, learnerId, attemptId), attemptToken: token };
  }

  @Mutation(() => SaveAnswersPayload, {
    description:
      'Saves answers, all of them or none; what is answered here is kept. Sent again, in any order, from several devices, they lead to the same state. BAD_USER_INPUT with every problem; ATTEMPT_CLOSED with state and deadline once the attempt is over, unless all of them were saved before.',
  })
  async saveAnswers(
    @Arg('input', () => SaveAnswersInput, { description: 'The attempt and the answers.' }) input: SaveAnswersInput,
    @Ctx() context: RequestContext,
  ): Promise<SaveAnswersPayload> {
    const attemptId = requireAttemptKey(input.attemptId, '/input/attemptId');
    const { learnerId, refusal } = await context.dataSource.transaction((manager) =>
      saveAnswers(manager, proofOf(context, input), attemptId, input.answers),
    );
    if (refusal) throw refusal;
    return { attempt: await readAgain(context, input, learnerId, attemptId) };
  }

  @Mutation(() => SubmitAttemptPayload, {
    description:
      'Hands an attempt in and grades it. Sent again, it answers the same. When the time has run out, it is EXPIRED and what was saved until then is graded.',
  })
  async submitAttempt(
    @Arg('input', () => SubmitAttemptInput, { description: 'Which attempt.' }) input: SubmitAttemptInput,
    @Ctx() context: RequestContext,
  ): Promise<SubmitAttemptPayload> {
    const attemptId = requireAttemptKey(input.attemptId, '/input/attemptId');
    const { learnerId } = await context.dataSource.transaction((manager) =>
      submitAttempt(manager, proofOf(context, input), attemptId),
    );
    return { attempt: await readAgain(context, input, learnerId, attemptId) };
  }

  @Mutation(() => SelfReviewAnswerPayload, {
    description:
      'Records which entries of the rubric the own answer to an OPEN question covers, after submission; before it is CONFLICT. It is shown and never worth points. Sent again, it takes the place of what was recorded before.',
  })
  async selfReviewAnswer(
    @Arg('input', () => SelfReviewAnswerInput, { description: 'Which answer, and what it covers.' })
    input: SelfReviewAnswerInput,
    @Ctx() context: RequestContext,
  ): Promise<SelfReviewAnswerPayload> {
    const attemptId = requireAttemptKey(input.attemptId, '/input/attemptId');
    const { learnerId } = await context.dataSource.transaction((manager) =>
      selfReviewAnswer(manager, proofOf(context, input), attemptId, input),
    );
    return { attempt: await readAgain(context, input, learnerId, attemptId) };
  }

  @Mutation(() => ClaimAttemptsPayload, {
    description:
      'Takes over to your account what was done without one, for good: all attempts and all progress of the tokens, or none. Attempts in progress stay so; of an item that both have progress on, the later change counts. From then on the tokens open nothing. BAD_USER_INPUT for tokens that nobody has; CONFLICT when another account has claimed one first; claimed by you before, it changes nothing.',
  })
  async claimAttempts(
    @Arg('input', () => ClaimAttemptsInput, { description: 'The tokens.' }) { attemptTokens }: ClaimAttemptsInput,
    @Ctx() context: RequestContext,
  ): Promise<ClaimAttemptsPayload> {
    if (attemptTokens.length === 0 || attemptTokens.length > MAX_TOKENS) {
      const message = `1 to ${MAX_TOKENS} tokens are claimed at once, not ${attemptTokens.length}.`;
      throw badInput('/input/attemptTokens', 'count', message);
    }
    const userId = context.viewer!.id;
    const former = await context.dataSource.transaction((manager) => claimLearners(manager, userId, attemptTokens));
    addAttemptReader(context);
    return { attempts: (await context.attempts.claimedFrom(userId, former)).map(toAttemptType) };
  }
}

const proofOf = ({ viewer }: RequestContext, { attemptToken }: { attemptToken?: string | null }): LearnerProof => ({
  viewer,
  token: attemptToken,
});

/**
 * The attempt as the mutation left it.
 * @throws UNAUTHENTICATED when an account has claimed it since, NOT_FOUND when it was erased
 */
async function readAgain(
  context: RequestContext,
  input: { attemptToken?: string | null },
  learnerId: string,
  attemptId: string,
): Promise<AttemptType> {
  addAttemptReader(context);
  const row = await context.attempts.byId(learnerId, attemptId);
  if (row) return toAttemptType(row);
  await requireLearner(context.dataSource, proofOf(context, input));
  throw notYours();
}
