import type { EntityManager } from 'typeorm';
import { planAdvice, planProblems, type PlanProblem } from '../publishing/publish-plan';
import { pinnedChanges } from './release-store';

/** What speaks against publishing a release now: what the plan finds, and editions that were overtaken. Writes nothing. */
export async function releaseProblems(manager: EntityManager, releaseId: string): Promise<PlanProblem[]> {
  const overtaken = await overtakenEditions(manager, releaseId);
  const rows: { id: string; published_edition_id: string | null }[] = await manager.query(
    `SELECT d.id, d.published_edition_id FROM document d JOIN release_item i ON i.document_id = d.id WHERE i.release_id = $1`,
    [releaseId],
  );
  const current = new Map(rows.map((row) => [row.id, row.published_edition_id]));
  const changes = await pinnedChanges(manager, releaseId);
  const effective = changes.filter((change) => current.get(change.documentId) !== change.editionId);
  const planned = await planProblems(manager, effective);
  return [...overtaken, ...planned, ...(await planAdvice(manager, effective))];
}

interface OvertakenRow {
  documentId: string;
  kind: string;
  slug: string;
  pinned: number;
  published: number | null;
  latest: number;
}

/**
 * Editions of a release that are not the latest any more. Where a later one is public already, publishing the release would
 * silently take it back, which nobody meant who added the latest edition of then: an error. A later draft is worth a look.
 */
export async function overtakenEditions(manager: EntityManager, releaseId: string): Promise<PlanProblem[]> {
  const rows = await manager.query<OvertakenRow[]>(
    `SELECT d.id AS "documentId", d.kind, d.slug, pinned.number AS pinned, public.number AS published, latest.number AS latest
     FROM release_item i JOIN document d ON d.id = i.document_id
       JOIN edition pinned ON pinned.id = i.edition_id
       JOIN edition latest ON latest.id = d.latest_edition_id
       LEFT JOIN edition public ON public.id = d.published_edition_id
     WHERE i.release_id = $1 AND latest.number > pinned.number ORDER BY d.kind, d.slug`,
    [releaseId],
  );
  return rows.map(({ pinned, published, latest, ...place }) =>
    published !== null && published > pinned
      ? {
          ...place,
          severity: 'ERROR',
          pointer: '',
          rule: 'overtaken',
          message: `edition ${published} is public, the release holds edition ${pinned}: add the document again, or remove it`,
        }
      : {
          ...place,
          severity: 'WARNING',
          pointer: '',
          rule: 'later-edition',
          message: `there is a later edition ${latest}, the release holds edition ${pinned}: add the document again to take it`,
        },
  );
}
