import type { FeatureModule } from '../../kernel/module';
import { AnswerKey } from './answer-key.entity';
import { AuditLogResolver } from './audit-log.resolver';
import { ContentNodeResolver } from './content-node.resolver';
import { EditionItem } from './edition-item.entity';
import { EditionReference } from './edition-reference.entity';
import { Document } from './document.entity';
import { Edition } from './edition.entity';
import { DocumentLifecycleResolver } from './document-lifecycle.resolver';
import { DocumentResolver, EditionResolver } from './document.resolver';
import { HistoryResolver } from './history.resolver';
import { NodeResolver } from './node.resolver';
import { PublishPlanResolver } from './publish-plan.resolver';
import { PublishingMutationsResolver } from './publishing-mutations.resolver';
import { PublicationItem } from './publication-item.entity';
import { Publication } from './publication.entity';
import { publishingAccess } from './publishing.access';
import { publishingPersonalData } from './publishing.personal-data';
import { bindReader } from './request-context';
import { SlugHistory } from './slug-history.entity';

/** The CMS kernel: documents, editions, publications, perspectives. */
export const publishingModule: FeatureModule = {
  folder: 'content/publishing',
  entities: [Document, SlugHistory, Edition, AnswerKey, EditionItem, EditionReference, Publication, PublicationItem],
  resolvers: [
    AuditLogResolver,
    ContentNodeResolver,
    DocumentLifecycleResolver,
    DocumentResolver,
    EditionResolver,
    HistoryResolver,
    NodeResolver,
    PublishPlanResolver,
    PublishingMutationsResolver,
  ],
  access: publishingAccess,
  publicQueries: ['node', 'nodes', 'publications', 'changesSince'],
  extendContext: bindReader,
  personalData: publishingPersonalData,
};
