import { onClaim } from '../learner/claim-learners';

/** Moves attempts with all their parts, which follow by the foreign keys. Nothing is joined: both may have one running. */
onClaim(async (manager, from, to) => {
  // In the order in which others lock several of them.
  await manager.query('SELECT FROM attempt WHERE learner_id = ANY($1::uuid[]) ORDER BY id FOR UPDATE', [from]);
  await manager.query(
    'UPDATE attempt SET learner_id = $2, claimed_from_id = learner_id WHERE learner_id = ANY($1::uuid[])',
    [from, to],
  );
});
