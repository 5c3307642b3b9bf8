import { Args, ArgsType, Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { PageArguments } from '../../kernel/graphql/page';
import { Assessment } from '../assessment/assessment.entity';
import { assessmentKind } from '../assessment/assessment.kind';
import { Employer } from '../employer/employer.entity';
import { employerKind } from '../employer/employer.kind';
import { Industry } from '../industry/industry.entity';
import { industryKind } from '../industry/industry.kind';
import { projectKind } from '../project/project.kind';
import { ProjectConnection } from '../project/project.resolver';
import { contentQueries } from '../publishing/content-queries';
import { Question } from '../question/question.entity';
import { questionKind } from '../question/question.kind';
import { Skill, Topic } from '../skill/skill.entity';
import { skillKind } from '../skill/skill.kind';
import { CareerConnection, CareerSkillConnection, CareerTransitionConnection } from './career.edges';
import { TransitionKind } from './career-enums';
import { Career } from './career.entity';
import { careerKind } from './career.kind';

@ArgsType()
class TransitionArguments extends PageArguments {
  @Field(() => TransitionKind, { nullable: true, description: 'Only steps of this kind.' })
  kind?: TransitionKind | null;
}

@ObjectType({ description: 'One entry of a skill map: a skill with what belongs to it.', simpleResolvers: true })
class SkillMapEntry {
  @Field(() => Skill, { description: 'A skill of the career that stands on its map.' })
  skill!: Skill;

  @Field(() => [Topic], { description: 'What belongs to it, in the order of learning.' })
  topics!: Topic[];
}

/** Careers, with the edges that lead from them. */
@Resolver(() => Career)
export class CareerResolver extends contentQueries(careerKind, { one: 'career', many: 'careers' }, CareerConnection) {
  @FieldResolver(() => [Industry], { description: 'The industries that employ them (100 at most).' })
  industries(@Root() career: Career, @Ctx() { graph }: RequestContext): Promise<Industry[]> {
    return graph.byIds(industryKind, career.industryIds);
  }

  @FieldResolver(() => [Employer], { description: 'Employers that hire them (100 at most).' })
  employers(@Root() career: Career, @Ctx() { graph }: RequestContext): Promise<Employer[]> {
    return graph.byIds(employerKind, career.employerIds);
  }

  @FieldResolver(() => CareerSkillConnection, { description: 'The skills that it needs, the top ones first.' })
  skills(
    @Root() career: Career,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { graph }: RequestContext,
  ): Promise<object> {
    return graph.owned(skillKind, career.ownedSkills, (edge) => edge.skill, args);
  }

  @FieldResolver(() => [SkillMapEntry], { description: 'The skills of the map with their topics, in order.' })
  async skillMap(@Root() career: Career, @Ctx() { graph }: RequestContext): Promise<SkillMapEntry[]> {
    const onMap = career.ownedSkills.filter((edge) => edge.inSkillMap).map((edge) => edge.skill);
    return (await graph.byIds(skillKind, onMap)).map((skill) => ({ skill, topics: skill.topics }));
  }

  @FieldResolver(() => CareerTransitionConnection, { description: 'Careers that it can lead to, in order.' })
  transitions(
    @Root() career: Career,
    @Args(() => TransitionArguments) { kind, ...page }: TransitionArguments,
    @Ctx() { graph }: RequestContext,
  ): Promise<object> {
    const wanted = career.ownedTransitions.filter((edge) => kind == null || edge.kind === kind);
    return graph.owned(careerKind, wanted, (edge) => edge.career, page);
  }

  @FieldResolver(() => ProjectConnection, { description: 'Practical projects that train it, in order.' })
  projects(
    @Root() career: Career,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { graph }: RequestContext,
  ): Promise<object> {
    return graph.ownedIds(projectKind, career.projectIds, args);
  }

  @FieldResolver(() => [Question], { description: 'Questions of kind OPEN to practise on (50 at most).' })
  practicePrompts(@Root() career: Career, @Ctx() { graph }: RequestContext): Promise<Question[]> {
    return graph.byIds(questionKind, career.practicePromptIds);
  }

  @FieldResolver(() => [Assessment], { description: 'Assessments that go with it (50 at most).' })
  assessments(@Root() career: Career, @Ctx() { graph }: RequestContext): Promise<Assessment[]> {
    return graph.byIds(assessmentKind, career.assessmentIds);
  }
}
