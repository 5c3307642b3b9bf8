import { type AccessMap, anyone } from '../../kernel/access/access-map';
import { editors } from '../publishing/publishing.access';

export const assessmentAccess: AccessMap = {
  Query: { assessment: anyone, assessments: anyone },
  Mutation: { saveAssessment: editors },
};
