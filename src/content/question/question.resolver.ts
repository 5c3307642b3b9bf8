import { Args, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { plainConnection } from '../../kernel/graphql/connection';
import { PageArguments } from '../../kernel/graphql/page';
import { contentQueries } from '../publishing/content-queries';
import type { BackRelation } from '../publishing/graph-reader';
import { Skill } from '../skill/skill.entity';
import { skillKind } from '../skill/skill.kind';
import { Question } from './question.entity';
import { questionKind } from './question.kind';

export const QuestionConnection = plainConnection(() => Question, 'Question', 'questions');

const questionsOfSkill: BackRelation<Question, object> = {
  table: 'question_skill',
  targetColumn: 'skill_id',
  source: questionKind,
  columns: {},
};

@Resolver(() => Question)
export class QuestionResolver extends contentQueries(
  questionKind,
  { one: 'question', many: 'questions' },
  QuestionConnection,
) {
  @FieldResolver(() => Skill, { nullable: true, description: 'The skill that it tests; null where it tests none.' })
  skill(@Root() question: Question, @Ctx() { graph }: RequestContext): Promise<Skill | null> | null {
    return question.skillId ? graph.byId(skillKind, question.skillId) : null;
  }
}

/** What questions add to skills. */
@Resolver(() => Skill)
export class SkillQuestionsResolver {
  @FieldResolver(() => QuestionConnection, { description: 'Questions that test this skill, by slug.' })
  questions(
    @Root() skill: Skill,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { graph }: RequestContext,
  ): Promise<object> {
    return graph.related(questionsOfSkill, skill, args);
  }

  @FieldResolver(() => Int, { description: 'How many questions test this skill.' })
  questionCount(@Root() skill: Skill, @Ctx() { graph }: RequestContext): Promise<number> {
    return graph.countRelated(questionsOfSkill, skill);
  }
}
