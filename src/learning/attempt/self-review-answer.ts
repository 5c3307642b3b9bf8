import type { EntityManager } from 'typeorm';
import { itemGlobalId } from '../../content/publishing/content-node';
import { badInput, badUserInput, conflict } from '../../kernel/errors/errors';
import type { Problem } from '../../kernel/errors/problem';
import type { LearnerProof } from '../learner/learners';
import { positionOnPaper } from './attempt-ids';
import { AttemptState } from './attempt-state';
import { itemsOnPaper, lockAttempt } from './attempt-store';
import type { AttemptRef } from './grade-attempt';

/**
 * Records what a learner found of the own answer to an open question; a repetition takes the place of what was found before.
 * It is never worth points.
 * @throws CONFLICT while the attempt is in progress, BAD_USER_INPUT for another question or what is not in its rubric
 */
export async function selfReviewAnswer(
  manager: EntityManager,
  proof: LearnerProof,
  attemptId: string,
  { itemId, rubricItemIds }: { readonly itemId: string; readonly rubricItemIds: readonly string[] },
): Promise<AttemptRef> {
  const attempt = await lockAttempt(manager, proof, attemptId);
  if (attempt.state === AttemptState.IN_PROGRESS)
    throw conflict('The attempt is in progress: submit it first, then review your answers.');
  const item = (await itemsOnPaper(manager, attempt)).get(positionOnPaper(itemId, attemptId) ?? 0);
  if (item?.kind !== 'OPEN')
    throw badInput('/input/itemId', 'item', 'This is no OPEN question on the paper of this attempt.');
  const known = new Map(item.rubricIds.map((id) => [itemGlobalId(item.questionId, id), id]));
  if (rubricItemIds.length > known.size)
    throw badInput(
      '/input/rubricItemIds',
      'count',
      `The rubric has ${known.size} entries, not ${rubricItemIds.length}.`,
    );
  const problems = rubricItemIds.flatMap((id, index): Problem[] => {
    const pointer = `/input/rubricItemIds/${index}`;
    if (!known.has(id))
      return [{ pointer, rule: 'rubric', message: 'This is no entry of the rubric of the question.' }];
    if (rubricItemIds.indexOf(id) < index)
      return [{ pointer, rule: 'duplicate', message: 'This entry stands here twice.' }];
    return [];
  });
  if (problems.length > 0) throw badUserInput(problems);
  const met = new Set(rubricItemIds.map((id) => known.get(id)!));
  await manager.query(
    `INSERT INTO self_review (learner_id, attempt_id, position, met_item_ids) VALUES ($1, $2, $3, $4)
     ON CONFLICT (learner_id, attempt_id, position) DO UPDATE SET met_item_ids = excluded.met_item_ids, reviewed_at = clock_timestamp()`,
    [attempt.learnerId, attempt.id, item.position, item.rubricIds.filter((id) => met.has(id))],
  );
  return attempt;
}
