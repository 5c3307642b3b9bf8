import type { AccessMap } from '../../kernel/access/access-map';
import { editors, publishers } from '../publishing/publishing.access';

export const releasesAccess: AccessMap = {
  Query: { release: editors, releases: editors, previewTokens: editors },
  Mutation: {
    createRelease: editors,
    renameRelease: editors,
    addToRelease: editors,
    removeFromRelease: editors,
    deleteRelease: editors,
    publishRelease: publishers,
    scheduleRelease: publishers,
    cancelRelease: publishers,
    createPreviewToken: editors,
    revokePreviewToken: editors,
  },
};
