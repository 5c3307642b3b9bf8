import type { FeatureModule } from '../../kernel/module';
import { assessmentAccess } from './assessment.access';
import { Assessment, AssessmentQuestion, AssessmentSkill } from './assessment.entity';
import {
  AssessmentResolver,
  BlueprintEntryResolver,
  QuestionAssessmentsResolver,
  SkillAssessmentsResolver,
} from './assessment.resolver';

export const assessmentModule: FeatureModule = {
  folder: 'content/assessment',
  entities: [Assessment, AssessmentQuestion, AssessmentSkill],
  resolvers: [AssessmentResolver, BlueprintEntryResolver, QuestionAssessmentsResolver, SkillAssessmentsResolver],
  access: assessmentAccess,
};
