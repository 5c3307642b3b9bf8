import { hasRole } from '../../accounts/access-rules';
import { Role } from '../../accounts/role';
import { type AccessMap, anyone } from '../../kernel/access/access-map';

/** Who reads and writes drafts. */
export const editors = hasRole(Role.EDITOR, Role.PUBLISHER);

/** Who makes drafts public. */
export const publishers = hasRole(Role.PUBLISHER);

export const publishingAccess: AccessMap = {
  Query: {
    node: anyone,
    nodes: anyone,
    publications: anyone,
    changesSince: anyone,
    document: editors,
    documents: editors,
    diffEditions: editors,
    publishPlan: editors,
    auditLog: hasRole(Role.ADMIN),
  },
  Mutation: {
    archiveDocument: editors,
    restoreDocument: editors,
    renameSlug: editors,
    restoreEdition: editors,
    publish: publishers,
    unpublish: publishers,
    revertPublication: publishers,
  },
};
