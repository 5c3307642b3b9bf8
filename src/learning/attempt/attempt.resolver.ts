import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Assessment } from '../../content/assessment/assessment.entity';
import { assessmentKind } from '../../content/assessment/assessment.kind';
import { itemGlobalId } from '../../content/publishing/content-node';
import type { Question } from '../../content/question/question.entity';
import { questionKind } from '../../content/question/question.kind';
import { Skill } from '../../content/skill/skill.entity';
import { skillKind } from '../../content/skill/skill.kind';
import type { RequestContext } from '../../kernel/context';
import { notYours, requireLearner } from '../learner/learners';
import type { ItemAnswer } from '../grading/grading-types';
import './attempt-context';
import { paperItemGlobalId, requireAttemptKey } from './attempt-ids';
import type { AttemptRow, PaperRow } from './attempt-reader';
import { AttemptState } from './attempt-state';
import { AttemptType, toAttemptType } from './attempt.types';
import { AttemptItemType, Paper, PaperItem } from './paper.types';
import { AttemptResult, ReviewAvailability, ReviewItem } from './result.types';
import { readReview, reviewAvailability, toRubric } from './review';

/** Attempts as their learners see them. */
@Resolver(() => AttemptType)
export class AttemptResolver {
  @Query(() => AttemptType, {
    description:
      'An attempt of yours. NOT_FOUND when there is none with this id, when it is somebody else’s, and when the token is wrong; UNAUTHENTICATED when an account has claimed what the token opened.',
  })
  async attempt(
    @Arg('id', () => ID, { description: 'The id of the attempt.' }) id: string,
    @Arg('attemptToken', () => String, {
      nullable: true,
      description: 'The token that startAttempt gave, for who has no account; ignored when the request is signed in.',
    })
    attemptToken: string | null | undefined,
    @Ctx() { dataSource, viewer, attempts }: RequestContext,
  ): Promise<AttemptType> {
    const attemptId = requireAttemptKey(id, '/id');
    const learnerId = await requireLearner(dataSource, { viewer, token: attemptToken });
    const row = await attempts.byId(learnerId, attemptId);
    if (!row) throw notYours();
    return toAttemptType(row);
  }

  @FieldResolver(() => Assessment, {
    nullable: true,
    description:
      'What is taken, as it is published now, or as it last was: to name it. The paper is that of the attempt.',
  })
  assessment(@Root() { row }: AttemptType, @Ctx() { editions }: RequestContext): Promise<Assessment | null> {
    return editions.lastPublished(assessmentKind, row.assessmentId);
  }

  @FieldResolver(() => Paper, { description: 'The questions, pinned when the attempt began.' })
  async paper(@Root() { row }: AttemptType, @Ctx() context: RequestContext): Promise<Paper> {
    const asked = await questionsOf(row, context);
    return { items: asked.map(({ item, question }) => toPaperItem(row, item, question)) };
  }

  @FieldResolver(() => [AttemptItemType], {
    description: 'The answers that count, one entry for each question of the paper, in its order.',
  })
  async items(@Root() { row }: AttemptType, @Ctx() context: RequestContext): Promise<AttemptItemType[]> {
    const closed = row.state !== AttemptState.IN_PROGRESS;
    const [asked, answers, reviews] = await Promise.all([
      questionsOf(row, context),
      context.attempts.answers(row),
      closed ? context.attempts.selfReviews(row) : [],
    ]);
    return asked.map(({ item: { position, questionId }, question }) => {
      const answer = answers.find((each) => each.position === position);
      return {
        itemId: paperItemGlobalId(row.id, position),
        ...toAnswer(questionId, answer?.value ?? {}),
        revision: answer?.revision ?? null,
        answeredAt: answer?.receivedAt ?? null,
        rubric: closed
          ? toRubric(
              question,
              reviews.find((each) => each.position === position),
            )
          : [],
      };
    });
  }

  @FieldResolver(() => Int, { description: 'How many questions have an answer.' })
  async answeredCount(@Root() { row }: AttemptType, @Ctx() { attempts }: RequestContext): Promise<number> {
    const answers = await attempts.answers(row);
    return answers.filter(({ value }) => Object.keys(value).length > 0).length;
  }

  @FieldResolver(() => AttemptResult, {
    nullable: true,
    description: 'What it came to; null while it is in progress.',
  })
  async result(@Root() { row }: AttemptType, @Ctx() { attempts }: RequestContext): Promise<AttemptResult | null> {
    const graded = await attempts.grade(row);
    if (!graded) return null;
    const { points, maxPoints, percent, passed, sections, advice } = graded.result;
    return {
      points,
      maxPoints,
      percent,
      passed,
      sections: [...sections],
      advice: advice.map(({ position, text }) => ({ text, itemId: paperItemGlobalId(row.id, position) })),
      gradedAt: graded.gradedAt,
      attempt: row,
      grade: graded.result,
    };
  }

  @FieldResolver(() => ReviewAvailability, {
    description:
      'Whether there is a review, as the assessment says now: never, after submission, after passing, or after it has closed.',
  })
  reviewAvailability(@Root() { row }: AttemptType, @Ctx() context: RequestContext): Promise<ReviewAvailability> {
    return reviewAvailability(row, context);
  }

  @FieldResolver(() => [ReviewItem], {
    nullable: true,
    description:
      'What was right, one entry for each question of the paper, in its order; null unless reviewAvailability is AVAILABLE.',
  })
  async review(@Root() { row }: AttemptType, @Ctx() context: RequestContext): Promise<ReviewItem[] | null> {
    return readReview(row, await questionsOf(row, context), context);
  }
}

@Resolver(() => PaperItem)
export class PaperItemResolver {
  @FieldResolver(() => Skill, {
    nullable: true,
    description: 'The skill that it tests, as it is published now or as it last was; null where it tests none.',
  })
  skill(@Root() { skillId }: PaperItem, @Ctx() { editions }: RequestContext): Promise<Skill | null> | null {
    return skillId ? editions.lastPublished(skillKind, skillId) : null;
  }
}

/** The questions of an attempt with their places on its paper. */
async function questionsOf(
  row: AttemptRow,
  { attempts, editions }: RequestContext,
): Promise<{ item: PaperRow; question: Question }[]> {
  const items = await attempts.paper(row);
  const questions = await Promise.all(items.map((item) => editions.byEdition(questionKind, item.questionEditionId)));
  return items.map((item, index) => ({ item, question: questions[index]! }));
}

function toPaperItem(row: AttemptRow, item: PaperRow, question: Question): PaperItem {
  const { kind, prompt, difficulty, scoring, unit, otherUnits, skillId } = question;
  const options = new Map(question.options.map((option) => [option.id, option]));
  return {
    id: paperItemGlobalId(row.id, item.position),
    position: item.position,
    kind,
    prompt,
    difficulty,
    points: item.points,
    scoring,
    options: item.optionIds.map((id) => options.get(itemGlobalId(item.questionId, id))!),
    unit,
    otherUnits,
    skillId,
  };
}

const toAnswer = (
  questionId: string,
  { optionIds, text, number, unit, yes }: ItemAnswer,
): Pick<AttemptItemType, 'optionIds' | 'text' | 'number' | 'unit' | 'yes'> => ({
  optionIds: optionIds?.map((id) => itemGlobalId(questionId, id)) ?? null,
  text: text ?? null,
  number: number ?? null,
  unit: unit ?? null,
  yes: yes ?? null,
});
