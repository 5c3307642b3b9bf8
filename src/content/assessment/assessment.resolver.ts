import { Args, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { plainConnection } from '../../kernel/graphql/connection';
import { PageArguments } from '../../kernel/graphql/page';
import { contentQueries } from '../publishing/content-queries';
import type { BackRelation } from '../publishing/graph-reader';
import { Question } from '../question/question.entity';
import { questionKind } from '../question/question.kind';
import { QuestionConnection } from '../question/question.resolver';
import { Skill } from '../skill/skill.entity';
import { skillKind } from '../skill/skill.kind';
import { Assessment, BlueprintEntry } from './assessment.entity';
import { assessmentKind } from './assessment.kind';

export const AssessmentConnection = plainConnection(() => Assessment, 'Assessment', 'assessments');

@Resolver(() => Assessment)
export class AssessmentResolver extends contentQueries(
  assessmentKind,
  { one: 'assessment', many: 'assessments' },
  AssessmentConnection,
) {
  @FieldResolver(() => QuestionConnection, { description: 'The fixed questions, in order; without their keys.' })
  questions(
    @Root() assessment: Assessment,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { graph }: RequestContext,
  ): Promise<object> {
    return graph.ownedIds(questionKind, assessment.questionIds, args);
  }

  @FieldResolver(() => Int, {
    description: 'How many questions an attempt has: the fixed ones and those of the blueprint.',
  })
  questionCount(@Root() { questionIds, blueprint }: Assessment): number {
    return blueprint.reduce((total, entry) => total + entry.count, questionIds.length);
  }
}

@Resolver(() => BlueprintEntry)
export class BlueprintEntryResolver {
  @FieldResolver(() => Skill, { nullable: true, description: 'The skill that the questions test.' })
  skill(@Root() entry: BlueprintEntry, @Ctx() { graph }: RequestContext): Promise<Skill | null> {
    return graph.byId(skillKind, entry.skill);
  }
}

const assessmentsBy = (table: string, targetColumn: string): BackRelation<Assessment, object> => ({
  table,
  targetColumn,
  source: assessmentKind,
  columns: {},
});
const byQuestion = assessmentsBy('assessment_question', 'question_id');
const bySkill = assessmentsBy('assessment_skill', 'skill_id');

/** What assessments add to questions. */
@Resolver(() => Question)
export class QuestionAssessmentsResolver {
  @FieldResolver(() => AssessmentConnection, { description: 'Assessments that always ask this question, by slug.' })
  assessments(
    @Root() question: Question,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { graph }: RequestContext,
  ): Promise<object> {
    return graph.related(byQuestion, question, args);
  }
}

/** What assessments add to skills. */
@Resolver(() => Skill)
export class SkillAssessmentsResolver {
  @FieldResolver(() => AssessmentConnection, {
    description: 'Assessments that draw questions for this skill, by slug.',
  })
  assessments(
    @Root() skill: Skill,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { graph }: RequestContext,
  ): Promise<object> {
    return graph.related(bySkill, skill, args);
  }
}
