import type { FeatureModule } from '../../kernel/module';
import { assessmentAccess } from './assessment.access';
import { Assessment, AssessmentQuestion, AssessmentSkill } from './assessment.entity';
import { AssessmentResolver, BlueprintEntryResolver } from './assessment.resolver';
import { assessmentKind } from './assessment.kind';
import { saveMutation } from '../publishing/save-mutation';

export const assessmentModule: FeatureModule = {
  folder: 'content/assessment',
  entities: [Assessment, AssessmentQuestion, AssessmentSkill],
  resolvers: [AssessmentResolver, BlueprintEntryResolver, saveMutation(assessmentKind)],
  access: assessmentAccess,
};
