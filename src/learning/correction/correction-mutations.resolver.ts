import { Arg, Ctx, Field, ID, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { OneLine } from '../../accounts/account-rules';
import { requireDocumentsInScope } from '../../content/publishing/kind-scope';
import { requireDocumentId } from '../../content/publishing/lock-document';
import type { RequestContext } from '../../kernel/context';
import { applyCorrection } from './apply-correction';
import { addCorrectionReader } from './correction-context';
import { toAppliedCorrection } from './correction.resolver';
import { ApplyGradingCorrectionPayload } from './correction.types';
import { runCorrectionBatch } from './run-corrections';

/** So many batches are worked on before the answer, so that a small correction is through by then; the job does the rest. */
const BATCHES_AT_ONCE = 5;

@InputType({ description: 'Which question was graded wrongly, and why its attempts are graded again.' })
export class ApplyGradingCorrectionInput {
  @Field(() => ID, { description: 'The question, whose latest edition is right and public.' })
  questionId!: string;

  @Field(() => Int, {
    description:
      'The version of the document that gradingCorrection showed; CONFLICT with both versions when it is no longer the latest.',
  })
  expectedVersion!: number;

  @OneLine(500)
  @Field({ description: 'Why, for the learners whose results change; 1 to 500 characters.' })
  reason!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether points may fall as well as rise; false when left out.',
  })
  allowLowering!: boolean;
}

/** Applying a correction. */
@Resolver()
export class CorrectionMutationsResolver {
  @Mutation(() => ApplyGradingCorrectionPayload, {
    description:
      'Grades attempts with earlier editions of a question by its latest one: those graded before, a part at a time, and those to come. Each item keeps the better of its points, unless allowLowering is true. Applied again for the same edition, it answers the correction that there is. BAD_USER_INPUT with what does not fit; CONFLICT when the latest edition is not public or the document has changed.',
  })
  async applyGradingCorrection(
    @Arg('input', () => ApplyGradingCorrectionInput, { description: 'Which question, and why.' })
    input: ApplyGradingCorrectionInput,
    @Ctx() context: RequestContext,
  ): Promise<ApplyGradingCorrectionPayload> {
    const questionId = requireDocumentId(input.questionId, '/input/questionId');
    const { expectedVersion, reason, allowLowering: mayLower } = input;
    const number = await context.dataSource.transaction(async (manager) => {
      await requireDocumentsInScope(manager, context.viewer, [questionId]);
      return applyCorrection(manager, context, { questionId, expectedVersion, reason, mayLower });
    });
    for (let batch = 0; batch < BATCHES_AT_ONCE; batch++) if (!(await runCorrectionBatch(context.dataSource))) break;
    addCorrectionReader(context);
    return { correction: toAppliedCorrection((await context.corrections.byNumber(number))!) };
  }
}
