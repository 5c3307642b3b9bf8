import type { EntityManager } from 'typeorm';
import { parseItemGlobalId } from '../../content/publishing/content-node';
import { badInput } from '../../kernel/errors/errors';
import { type LearnerProof, lockOrMakeLearner } from '../learner/learners';
import type { ProgressState } from './progress-state';

/** Names the progress of a learner on one item. */
export interface ProgressRef {
  readonly learnerId: string;
  readonly documentId: string;
  readonly itemId: string;
}

/**
 * Records how far a learner is with an item. Whoever comes last wins, by the order in which the server gets to them: the
 * learner's row is locked. The state that it has already changes nothing.
 * @param id the opaque id of the item
 * @returns whose progress it is, and the token of a learner who was made for it
 * @throws BAD_USER_INPUT for what no progress is recorded on
 */
export async function recordProgress(
  manager: EntityManager,
  proof: LearnerProof,
  id: string,
  state: ProgressState,
): Promise<ProgressRef & { readonly token: string | null }> {
  const item = await requireRecordableItem(manager, id);
  const { id: learnerId, token } = await lockOrMakeLearner(manager, proof);
  const ref = { learnerId, ...item };
  await manager.query(
    `WITH changed AS (
       INSERT INTO progress AS p (learner_id, document_id, item_id, state, updated_at) VALUES ($1, $2, $3, $4, clock_timestamp())
       ON CONFLICT (learner_id, document_id, item_id) DO UPDATE SET state = excluded.state, updated_at = clock_timestamp()
       WHERE p.state <> excluded.state RETURNING learner_id, document_id, item_id, state, updated_at
     )
     INSERT INTO progress_event (learner_id, document_id, item_id, state, recorded_at) SELECT * FROM changed`,
    [ref.learnerId, ref.documentId, ref.itemId, state],
  );
  return { ...ref, token };
}

/** The item that an id names. It need not be there any more: a page that was loaded before an edit still counts. */
async function requireRecordableItem(
  manager: EntityManager,
  id: string,
): Promise<{ documentId: string; itemId: string }> {
  const item = parseItemGlobalId(id);
  const [found] = item
    ? await manager.query<unknown[]>(
        `SELECT FROM edition_item e WHERE e.document_id = $1 AND e.item_id = $2
           AND EXISTS (SELECT FROM publication_item i WHERE i.edition_id = e.edition_id) LIMIT 1`,
        [item.documentId, item.itemId],
      )
    : [];
  if (!item || !found) {
    const message =
      'Progress is recorded on learning steps, mini tasks, checklist items, next steps, topics and criteria: pass the id of one, as an answer gave it.';
    throw badInput('/input/itemId', 'item', message);
  }
  return item;
}
