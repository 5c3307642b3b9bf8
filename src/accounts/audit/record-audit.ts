import type { EntityManager } from 'typeorm';
import { insertRows } from '../../kernel/database/insert-rows';
import type { RequestContext } from '../../kernel/context';
import '../request-viewer';
import { AuditEntry } from './audit-entry.entity';

/** What an action was done to; an action on several things leaves an entry for each. */
export interface AuditSubject {
  readonly documentId?: string;
  readonly editionId?: string | null;
}

/**
 * Writes audit entries in the transaction of what they tell of, so that neither stands without the other.
 * @param action the mutation's name
 */
export async function recordAudit(
  manager: EntityManager,
  { viewer, client, requestId }: RequestContext,
  action: string,
  subjects: readonly AuditSubject[] = [{}],
): Promise<void> {
  await insertRows(
    manager,
    AuditEntry,
    subjects.map(({ documentId, editionId }) => ({
      action,
      actorId: viewer?.id ?? null,
      documentId: documentId ?? null,
      editionId: editionId ?? null,
      address: client.address,
      requestId,
    })),
  );
}
