import type { EntityManager } from 'typeorm';
import { recordAudit, type AuditOrigin } from '../../accounts/audit/record-audit';
import { lockVersion } from '../../content/publishing/lock-document';
import { badUserInput, conflict } from '../../kernel/errors/errors';
import { lockCorrections } from '../attempt/applied-corrections';
import { fittingPapers, readCorrectionCase } from './correction-case';
import { correctionGlobalId } from './correction-ids';
import { enqueueCorrections } from './run-corrections';

/** What a publisher decided. */
export interface CorrectionOrder {
  readonly questionId: string;
  /** The version of the document that the publisher has seen. */
  readonly expectedVersion: number;
  /** For learners. */
  readonly reason: string;
  readonly mayLower: boolean;
}

/**
 * Lets the key of the latest edition correct the earlier ones, from now on and for what was graded before, and leaves the
 * grading of the latter to the job. Applied before, it is answered and nothing happens; one that may lower covers one that
 * may not.
 * @returns the number of the correction
 * @throws CONFLICT when the document has changed or its latest edition is not public, BAD_USER_INPUT with what does not fit
 */
export async function applyCorrection(
  manager: EntityManager,
  origin: AuditOrigin,
  { questionId, expectedVersion, reason, mayLower }: CorrectionOrder,
): Promise<number> {
  await lockVersion(manager, questionId, expectedVersion);
  const found = await readCorrectionCase(manager, questionId);
  if (found.problems.length > 0) throw badUserInput(found.problems);
  if (!found.published)
    throw conflict('The latest edition of the question is not public: publish it first, then correct by it.');
  const before = found.applied.find((each) => each.mayLower || !mayLower);
  if (before) return before.number;
  const papers = fittingPapers(found);
  await enqueueCorrections(manager);
  // Last, as all grading waits from here until the end of the transaction.
  await lockCorrections(manager);
  const [{ number }] = await manager.query<[{ number: number }]>(
    `INSERT INTO grading_correction (number, question_id, key_edition_id, may_lower, reason, actor_id, attempts)
     SELECT coalesce(max(number), 0) + 1, $1, $2, $3, $4, $5, $6 FROM grading_correction RETURNING number`,
    [
      questionId,
      found.editionId,
      mayLower,
      reason,
      origin.viewer!.id,
      papers.reduce((sum, { gradedAttempts }) => sum + gradedAttempts, 0),
    ],
  );
  await manager.query(
    'INSERT INTO grading_correction_paper (correction_number, paper_edition_id) SELECT $1, unnest($2::uuid[])',
    [number, papers.map(({ id }) => id)],
  );
  await recordAudit(manager, origin, 'applyGradingCorrection', [
    {
      documentId: questionId,
      editionId: found.editionId,
      subjectId: correctionGlobalId(number),
      // The reason is with the correction.
      detail: mayLower ? 'raises and lowers' : 'raises only',
    },
  ]);
  return number;
}
