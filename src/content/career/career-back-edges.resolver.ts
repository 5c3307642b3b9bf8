import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { PageArguments } from '../../kernel/graphql/page';
import { Assessment } from '../assessment/assessment.entity';
import { Employer } from '../employer/employer.entity';
import { Industry } from '../industry/industry.entity';
import { Level } from '../level/level.entity';
import { Project } from '../project/project.entity';
import type { BackRelation } from '../publishing/graph-reader';
import '../publishing/request-context';
import { Question } from '../question/question.entity';
import { Skill } from '../skill/skill.entity';
import {
  CareerConnection,
  type CareerTransitionEdge,
  CareerTransitionConnection,
  SkillCareerConnection,
  type SkillCareerEdge,
} from './career.edges';
import { Career } from './career.entity';
import { careerKind } from './career.kind';

const careersBy = (table: string, targetColumn: string): BackRelation<Career, object> => ({
  table,
  targetColumn,
  source: careerKind,
  columns: {},
});
const byIndustry = careersBy('career_industry', 'industry_id');
const byEmployer = careersBy('career_employer', 'employer_id');
const byProject = careersBy('career_project', 'project_id');
const byAssessment = careersBy('career_assessment', 'assessment_id');
const byLevel = careersBy('career_level', 'level_id');
const byPracticePrompt = careersBy('career_practice_prompt', 'question_id');
const byCareer: BackRelation<Career, Omit<CareerTransitionEdge, 'node' | 'cursor'>> = {
  table: 'career_transition',
  targetColumn: 'career_id',
  source: careerKind,
  columns: { kind: 'kind', note: 'note' },
};
const bySkill: BackRelation<Career, Omit<SkillCareerEdge, 'node' | 'cursor'>> = {
  table: 'career_skill',
  targetColumn: 'skill_id',
  source: careerKind,
  columns: {
    importance: 'importance',
    requiredLevel: 'required_level_id',
    oftenMissing: 'often_missing',
    inSkillMap: 'in_skill_map',
  },
};

/** What careers add to skills: the edge belongs to the folder that states it. */
@Resolver(() => Skill)
export class SkillCareersResolver {
  @FieldResolver(() => SkillCareerConnection, { description: 'Careers that need this skill, by slug.' })
  careers(
    @Root() skill: Skill,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { graph }: RequestContext,
  ): Promise<object> {
    return graph.related(bySkill, skill, args);
  }
}

@Resolver(() => Industry)
export class IndustryCareersResolver {
  @FieldResolver(() => CareerConnection, { description: 'Careers that this industry employs, by slug.' })
  careers(
    @Root() industry: Industry,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { graph }: RequestContext,
  ): Promise<object> {
    return graph.related(byIndustry, industry, args);
  }
}

@Resolver(() => Employer)
export class EmployerCareersResolver {
  @FieldResolver(() => CareerConnection, { description: 'Careers that this employer hires, by slug.' })
  careers(
    @Root() employer: Employer,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { graph }: RequestContext,
  ): Promise<object> {
    return graph.related(byEmployer, employer, args);
  }
}

@Resolver(() => Project)
export class ProjectCareersResolver {
  @FieldResolver(() => CareerConnection, { description: 'Careers that this project trains, by slug.' })
  careers(
    @Root() project: Project,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { graph }: RequestContext,
  ): Promise<object> {
    return graph.related(byProject, project, args);
  }
}

@Resolver(() => Assessment)
export class AssessmentCareersResolver {
  @FieldResolver(() => CareerConnection, { description: 'Careers that this assessment goes with, by slug.' })
  careers(
    @Root() assessment: Assessment,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { graph }: RequestContext,
  ): Promise<object> {
    return graph.related(byAssessment, assessment, args);
  }
}

@Resolver(() => Level)
export class LevelCareersResolver {
  @FieldResolver(() => CareerConnection, { description: 'Careers that say what is expected at this level, by slug.' })
  careers(
    @Root() level: Level,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { graph }: RequestContext,
  ): Promise<object> {
    return graph.related(byLevel, level, args);
  }
}

@Resolver(() => Question)
export class QuestionCareersResolver {
  @FieldResolver(() => CareerConnection, { description: 'Careers that offer this question for practice, by slug.' })
  careers(
    @Root() question: Question,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { graph }: RequestContext,
  ): Promise<object> {
    return graph.related(byPracticePrompt, question, args);
  }
}

@Resolver(() => Career)
export class IncomingTransitionsResolver {
  @FieldResolver(() => CareerTransitionConnection, { description: 'Careers that can lead to this one, by slug.' })
  incomingTransitions(
    @Root() career: Career,
    @Args(() => PageArguments) args: PageArguments,
    @Ctx() { graph }: RequestContext,
  ): Promise<object> {
    return graph.related(byCareer, career, args);
  }
}
