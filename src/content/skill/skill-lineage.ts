import type { EntityManager } from 'typeorm';
import type { DocumentChange } from '../publishing/document-change';

/**
 * Lineage: which skills took the place of others. What counts is said by the edition of a skill that is public, or that was
 * public last: a skill that was itself replaced still leads on to what came after it. One that is public no more counts
 * nowhere by itself.
 */

/** The edition of the edge `e` is the one that was public last before or at publication `upTo` (SQL). */
const saidLast = (upTo: string): string => `EXISTS (
  SELECT FROM publication_item i LEFT JOIN publication_item later ON later.document_id = i.document_id
    AND later.publication_number = i.superseded_by AND later.publication_number <= ${upTo}
  WHERE i.edition_id = e.edition_id AND i.publication_number <= ${upTo}
    AND (later.publication_number IS NULL
      OR later.edition_id IS NULL AND (later.superseded_by IS NULL OR later.superseded_by > ${upTo})))`;

/**
 * The skills that took the place of these, over any number of steps, as far as they are public: what somebody has shown of a
 * skill counts for its heirs too. One statement. Skills without heirs are left out.
 * @param publication the number of the publication that is read
 * @param skillIds documents, public or not
 */
export async function heirsOfSkills(
  store: Pick<EntityManager, 'query'>,
  publication: number,
  skillIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await store.query<{ skillId: string; heirId: string }[]>(
    `WITH RECURSIVE reached(skill_id, id) AS (
       SELECT id, id FROM unnest($2::uuid[]) AS id
       UNION SELECT r.skill_id, e.document_id FROM reached r JOIN skill_replaces e ON e.replaced_id = r.id AND ${saidLast('$1')}
     )
     SELECT r.skill_id AS "skillId", r.id AS "heirId" FROM reached r JOIN editions_at($1::int) v ON v.document_id = r.id
     WHERE r.id <> r.skill_id ORDER BY 1, 2`,
    [publication, skillIds],
  );
  return grouped(rows);
}

/** Where what was shown of a skill counts: for the skill itself while it is public, and for its heirs. */
export interface PlannedLineage {
  readonly skillId: string;
  readonly now: readonly string[];
  readonly after: readonly string[];
}

/** How a plan changes where skills count: told of those that change and of all that another skill replaces. Two statements. */
export async function plannedLineage(
  store: Pick<EntityManager, 'query'>,
  changes: readonly DocumentChange[],
): Promise<PlannedLineage[]> {
  const about = changes.map(({ documentId }) => documentId);
  const now = await placesOfSkills(store, [], about);
  const after = await placesOfSkills(store, changes, about);
  return [...new Set([...now.keys(), ...after.keys()])].map((skillId) => ({
    skillId,
    now: now.get(skillId) ?? [],
    after: after.get(skillId) ?? [],
  }));
}

/** Where skills count after these changes; one that counts nowhere is left out. */
async function placesOfSkills(
  store: Pick<EntityManager, 'query'>,
  changes: readonly DocumentChange[],
  about: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await store.query<{ skillId: string; heirId: string }[]>(
    `WITH RECURSIVE change AS (SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS c(document_id, edition_id)),
     edge AS (
       SELECT e.replaced_id, e.document_id FROM skill_replaces e LEFT JOIN change c ON c.document_id = e.document_id
       WHERE CASE WHEN c.edition_id IS NULL THEN ${saidLast('2147483647')} ELSE e.edition_id = c.edition_id END
     ),
     reached(skill_id, id) AS (
       SELECT d.id, d.id FROM document d WHERE d.kind = 'SKILL'
         AND (d.id = ANY($3::uuid[]) OR d.id IN (SELECT replaced_id FROM skill_replaces))
       UNION SELECT r.skill_id, edge.document_id FROM reached r JOIN edge ON edge.replaced_id = r.id
     )
     SELECT r.skill_id AS "skillId", r.id AS "heirId" FROM reached r JOIN document d ON d.id = r.id
     LEFT JOIN change c ON c.document_id = d.id
     WHERE CASE WHEN c.document_id IS NULL THEN d.published_edition_id ELSE c.edition_id END IS NOT NULL ORDER BY 1, 2`,
    [changes.map(({ documentId }) => documentId), changes.map(({ editionId }) => editionId), about],
  );
  return grouped(rows);
}

function grouped(rows: readonly { skillId: string; heirId: string }[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { skillId, heirId } of rows) {
    if (!found.has(skillId)) found.set(skillId, []);
    found.get(skillId)!.push(heirId);
  }
  return found;
}
