import { editors } from '../../content/publishing/publishing.access';
import type { AccessMap } from '../../kernel/access/access-map';

export const statisticsAccess: AccessMap = {
  Query: { questionStatistics: editors, assessmentStatistics: editors, fitReport: editors },
};
