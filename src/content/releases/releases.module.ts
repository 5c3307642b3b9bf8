import type { FeatureModule } from '../../kernel/module';
import { PreviewTokenResolver } from './preview-token.resolver';
import { ReleaseItem } from './release-item.entity';
import { ReleaseMutationsResolver } from './release-mutations.resolver';
import { Release } from './release.entity';
import {
  addReleaseReader,
  ReleaseConflictResolver,
  ReleaseDocumentEdgeResolver,
  ReleaseResolver,
} from './release.resolver';
import { releasesAccess } from './releases.access';
import { releasesPersonalData } from './releases.personal-data';
import { enqueueOverdueJob, publishReleaseJob } from './scheduled-release';

/** Releases: documents that go out together, now or at a time; and tokens to preview them. */
export const releasesModule: FeatureModule = {
  folder: 'content/releases',
  entities: [Release, ReleaseItem],
  resolvers: [
    PreviewTokenResolver,
    ReleaseResolver,
    ReleaseConflictResolver,
    ReleaseDocumentEdgeResolver,
    ReleaseMutationsResolver,
  ],
  access: releasesAccess,
  extendContext: addReleaseReader,
  jobs: [publishReleaseJob, enqueueOverdueJob],
  personalData: releasesPersonalData,
};
