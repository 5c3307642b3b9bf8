import { createHash } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { SigningKeyPurpose } from '../../accounts/session/signing-key-purpose';
import type { SigningKeys } from '../../accounts/session/signing-keys';
import { attemptGlobalId } from '../attempt/attempt-ids';
import type { Grade, ItemAnswer } from '../grading/grading-types';
import { RECEIPT_VERSION, type ReceiptAnswer, type ReceiptPayload, scoreOf } from './receipt-payload';
import { signReceipt } from './receipt-signature';

/** Names one grade of an attempt. */
export interface GradeRef {
  readonly learnerId: string;
  readonly attemptId: string;
  readonly gradeNumber: number;
}

/** What signs, and in whose name. */
export interface ReceiptIssuer {
  readonly keys: SigningKeys;
  readonly issuer: string;
}

/**
 * The receipts of grades, in their order; null where there is no such grade (any more).
 *
 * A receipt is signed when it is first asked for and kept: from then on it is the same text. It says only what never changes
 * once an attempt is graded, so it does not matter when that is, and a submission neither waits for a signature nor fails by
 * one. The number of statements is the same for one and for many.
 */
export async function issueReceipts(
  dataSource: DataSource,
  { keys, issuer }: ReceiptIssuer,
  refs: readonly GradeRef[],
): Promise<(string | null)[]> {
  const stored = await readStored(dataSource, refs);
  const missing = refs.filter((_, index) => stored[index] === null);
  if (missing.length === 0) return stored;
  await dataSource.transaction(async (manager) => {
    // A claim that moves an attempt meanwhile waits, or is waited for: then there is nothing left under the old key.
    await manager.query('SELECT FROM learner WHERE id = ANY($1::uuid[]) ORDER BY id FOR SHARE', [
      missing.map(({ learnerId }) => learnerId),
    ]);
    const drafts = await readDrafts(manager, missing);
    if (drafts.length === 0) return;
    const key = await keys.current(manager, SigningKeyPurpose.RECEIPT);
    const signed = await Promise.all(drafts.map((draft) => signReceipt(key, toPayload(draft, issuer))));
    // Of two that sign at once, the first one's stays.
    await manager.query(
      `INSERT INTO receipt (learner_id, attempt_id, grade_number, text)
       SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[])
       ON CONFLICT DO NOTHING`,
      [...columnsOf(drafts), signed],
    );
  });
  return readStored(dataSource, refs);
}

const columnsOf = (refs: readonly GradeRef[]): [string[], string[], number[]] => [
  refs.map(({ learnerId }) => learnerId),
  refs.map(({ attemptId }) => attemptId),
  refs.map(({ gradeNumber }) => gradeNumber),
];

/** Names the wanted grades, for the statements below. */
const WANTED = `unnest($1::uuid[], $2::uuid[], $3::int[]) WITH ORDINALITY AS wanted(learner_id, attempt_id, number, place)`;

async function readStored(dataSource: DataSource, refs: readonly GradeRef[]): Promise<(string | null)[]> {
  const rows = await dataSource.query<{ text: string | null }[]>(
    `SELECT r.text FROM ${WANTED} LEFT JOIN receipt r
       ON r.learner_id = wanted.learner_id AND r.attempt_id = wanted.attempt_id AND r.grade_number = wanted.number
     ORDER BY wanted.place`,
    columnsOf(refs),
  );
  return rows.map(({ text }) => text);
}

/** All that a receipt is made from. */
interface Draft extends GradeRef {
  readonly state: ReceiptPayload['attempt']['state'];
  readonly startedAt: Date;
  readonly submittedAt: Date;
  readonly assessmentId: string;
  readonly slug: string;
  readonly assessmentEditionId: string;
  readonly publication: number;
  readonly seed: string;
  readonly gradedAt: Date;
  readonly result: Grade;
  readonly signedAt: number;
  readonly items: readonly DraftItem[];
}

interface DraftItem {
  readonly position: number;
  readonly kind: string;
  readonly questionId: string;
  readonly editionId: string;
  readonly keyEditionId: string;
  readonly optionIds: readonly string[];
  readonly answer: ItemAnswer | null;
}

async function readDrafts(manager: EntityManager, refs: readonly GradeRef[]): Promise<Draft[]> {
  const grades = await manager.query<Omit<Draft, 'items'>[]>(
    `SELECT g.learner_id AS "learnerId", g.attempt_id AS "attemptId", g.number AS "gradeNumber", a.state,
       a.started_at AS "startedAt", a.submitted_at AS "submittedAt", a.assessment_id AS "assessmentId", d.slug,
       a.assessment_edition_id AS "assessmentEditionId", a.publication_number AS publication, a.seed,
       g.graded_at AS "gradedAt", g.result, extract(epoch FROM clock_timestamp())::int AS "signedAt"
     FROM ${WANTED}
     JOIN grade g ON g.learner_id = wanted.learner_id AND g.attempt_id = wanted.attempt_id AND g.number = wanted.number
     JOIN attempt a ON a.learner_id = g.learner_id AND a.id = g.attempt_id AND a.state <> 'IN_PROGRESS'
     JOIN document d ON d.id = a.assessment_id`,
    columnsOf(refs),
  );
  const items = await manager.query<(DraftItem & GradeRef)[]>(
    `SELECT i.attempt_id AS "attemptId", g.number AS "gradeNumber", i.position, q.kind, i.question_id AS "questionId",
       i.question_edition_id AS "editionId", g.key_edition_id AS "keyEditionId", i.option_ids AS "optionIds", g.answer
     FROM ${WANTED}
     JOIN attempt_item i ON i.learner_id = wanted.learner_id AND i.attempt_id = wanted.attempt_id
     JOIN item_grade g ON g.learner_id = i.learner_id AND g.attempt_id = i.attempt_id AND g.number = wanted.number
       AND g.position = i.position
     JOIN question q ON q.edition_id = i.question_edition_id
     ORDER BY i.position`,
    columnsOf(refs),
  );
  const nameOf = ({ attemptId, gradeNumber }: Pick<GradeRef, 'attemptId' | 'gradeNumber'>) =>
    `${attemptId}/${gradeNumber}`;
  const byGrade = new Map<string, DraftItem[]>(grades.map((grade) => [nameOf(grade), []]));
  for (const item of items) byGrade.get(nameOf(item))?.push(item);
  return grades.map((grade) => ({ ...grade, items: byGrade.get(nameOf(grade))! }));
}

function toPayload(draft: Draft, issuer: string): ReceiptPayload {
  return {
    version: RECEIPT_VERSION,
    iss: issuer,
    iat: draft.signedAt,
    attempt: {
      id: attemptGlobalId(draft.attemptId),
      state: draft.state,
      startedAt: draft.startedAt.toISOString(),
      submittedAt: draft.submittedAt.toISOString(),
    },
    assessment: { id: draft.assessmentId, slug: draft.slug, edition: draft.assessmentEditionId },
    publication: draft.publication,
    seed: draft.seed,
    items: draft.items.map(({ position, kind, questionId, editionId, keyEditionId, optionIds, answer }) => ({
      position,
      question: questionId,
      edition: editionId,
      keyEdition: keyEditionId,
      options: optionIds,
      answer: kind === 'OPEN' ? withoutText(answer) : answer,
    })),
    grade: { number: draft.gradeNumber, gradedAt: draft.gradedAt.toISOString(), ...scoreOf(draft.result) },
  };
}

/** An open answer is never graded and may be personal. Its author can show it, and anybody can see that it is the one. */
function withoutText(answer: ItemAnswer | null): ReceiptAnswer {
  if (answer?.text === undefined) return null;
  return { textSha256: createHash('sha256').update(answer.text, 'utf8').digest('hex') };
}
