import type { FeatureModule } from '../../kernel/module';
import { AnswerKey } from './answer-key.entity';
import { ContentNodeResolver } from './content-node.resolver';
import { EditionReference } from './edition-reference.entity';
import { Document } from './document.entity';
import { Edition } from './edition.entity';
import { HistoryResolver } from './history.resolver';
import { NodeResolver } from './node.resolver';
import { PublicationItem } from './publication-item.entity';
import { Publication } from './publication.entity';
import { publishingAccess } from './publishing.access';
import { ReleaseItem } from './release-item.entity';
import { Release } from './release.entity';
import { bindReader } from './request-context';
import { SlugHistory } from './slug-history.entity';

/** The CMS kernel: documents, editions, publications, perspectives. */
export const publishingModule: FeatureModule = {
  folder: 'content/publishing',
  entities: [Document, SlugHistory, Edition, AnswerKey, EditionReference, Publication, PublicationItem, Release, ReleaseItem],
  resolvers: [ContentNodeResolver, HistoryResolver, NodeResolver],
  access: publishingAccess,
  extendContext: bindReader,
};
