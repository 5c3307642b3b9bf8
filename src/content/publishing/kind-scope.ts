import type { EntityManager } from 'typeorm';
import type { RequestViewer } from '../../accounts/request-viewer';
import { forbidden } from '../../kernel/errors/errors';

/** Throws FORBIDDEN when an API token that is narrowed to some kinds is used on another. */
export function requireKindInScope(viewer: RequestViewer | null, kind: string): void {
  if (viewer?.kinds && !viewer.kinds.includes(kind)) {
    throw forbidden(`This API token may change ${viewer.kinds.join(', ')} only, not ${kind}.`);
  }
}

/** The same for documents, whatever their kinds are. */
export async function requireDocumentsInScope(
  manager: EntityManager,
  viewer: RequestViewer | null,
  documentIds: readonly string[],
): Promise<void> {
  if (!viewer?.kinds) return;
  const rows: { kind: string }[] = await manager.query(
    'SELECT DISTINCT kind FROM document WHERE id = ANY($1::uuid[])',
    [documentIds],
  );
  for (const { kind } of rows) requireKindInScope(viewer, kind);
}
