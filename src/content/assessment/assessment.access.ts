import { type AccessMap, anyone } from '../../kernel/access/access-map';

export const assessmentAccess: AccessMap = {
  Query: { assessment: anyone, assessments: anyone },
};
