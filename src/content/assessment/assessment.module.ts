import type { FeatureModule } from '../../kernel/module';
import { assessmentAccess } from './assessment.access';
import { Assessment, AssessmentQuestion, AssessmentSkill } from './assessment.entity';
import { assessmentKind } from './assessment.kind';
import {
  AssessmentResolver,
  BlueprintEntryResolver,
  QuestionAssessmentsResolver,
  SkillAssessmentsResolver,
} from './assessment.resolver';
import { saveMutation } from '../publishing/save-mutation';

export const assessmentModule: FeatureModule = {
  folder: 'content/assessment',
  entities: [Assessment, AssessmentQuestion, AssessmentSkill],
  resolvers: [
    AssessmentResolver,
    BlueprintEntryResolver,
    QuestionAssessmentsResolver,
    SkillAssessmentsResolver,
    saveMutation(assessmentKind),
  ],
  access: assessmentAccess,
  publicQueries: ['assessment', 'assessments'],
};
