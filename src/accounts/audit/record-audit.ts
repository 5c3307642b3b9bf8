import type { EntityManager } from 'typeorm';
import { insertRows } from '../../kernel/database/insert-rows';
import type { RequestClient, RequestViewer } from '../request-viewer';
import { AuditEntry } from './audit-entry.entity';

/** What an action was done to; an action on several things leaves an entry for each. */
export interface AuditSubject {
  readonly documentId?: string;
  readonly editionId?: string | null;
  /** The global id of what is no document, such as a release. */
  readonly subjectId?: string | null;
  /** What exactly, such as the role that was granted. Nothing personal: it stays when an account is erased. */
  readonly detail?: string;
}

/** Who does it and from where: the context of a request, or what a job puts in its place. */
export interface AuditOrigin {
  readonly viewer: Pick<RequestViewer, 'id'> | null;
  readonly client: Pick<RequestClient, 'address'>;
  readonly requestId: string;
}

/**
 * Writes audit entries in the transaction of what they tell of, so that neither stands without the other.
 * @param action the mutation's name
 */
export async function recordAudit(
  manager: EntityManager,
  { viewer, client, requestId }: AuditOrigin,
  action: string,
  subjects: readonly AuditSubject[] = [{}],
): Promise<void> {
  await insertRows(
    manager,
    AuditEntry,
    subjects.map(({ documentId, editionId, subjectId, detail }) => ({
      action,
      actorId: viewer?.id ?? null,
      documentId: documentId ?? null,
      editionId: editionId ?? null,
      subjectId: subjectId ?? null,
      detail: detail ?? null,
      address: client.address,
      requestId,
    })),
  );
}
