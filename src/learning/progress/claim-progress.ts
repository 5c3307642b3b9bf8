import { onClaim } from '../learner/claim-learners';

/**
 * Joins the progress of learners to that of another one. Of an item that several have, the later change counts, and the
 * changes of all stand in the order in which the server took them. Their rows are locked, so nobody records meanwhile.
 */
onClaim(async (manager, from, to) => {
  await manager.query(
    `INSERT INTO progress (learner_id, document_id, item_id, state, updated_at)
     SELECT DISTINCT ON (e.document_id, e.item_id) $2::uuid, e.document_id, e.item_id, e.state, e.recorded_at
     FROM progress_event e JOIN progress p
       ON p.learner_id = ANY($1::uuid[]) AND p.document_id = e.document_id AND p.item_id = e.item_id
     WHERE e.learner_id = ANY($1::uuid[] || $2::uuid) ORDER BY e.document_id, e.item_id, e.sequence DESC
     ON CONFLICT (learner_id, document_id, item_id) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at`,
    [from, to],
  );
  await manager.query('UPDATE progress_event SET learner_id = $2 WHERE learner_id = ANY($1::uuid[])', [from, to]);
  await manager.query('DELETE FROM progress WHERE learner_id = ANY($1::uuid[])', [from]);
});
