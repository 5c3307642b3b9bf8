import { editors, publishers } from '../../content/publishing/publishing.access';
import type { AccessMap } from '../../kernel/access/access-map';

export const correctionAccess: AccessMap = {
  Query: { gradingCorrection: editors, appliedCorrections: editors },
  Mutation: { applyGradingCorrection: publishers },
};
