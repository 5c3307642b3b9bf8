import type { EntityManager } from 'typeorm';
import { OPTION_IDS } from '../../content/question/question-bank';
import { chooseKey } from '../grading/choose-key';
import { isScored } from '../grading/grade-paper';
import type { Grade, ItemAnswer, ItemKey, PaperItem, PaperToGrade } from '../grading/grading-types';
import { readCorrections } from './applied-corrections';

/** Names one attempt. */
export interface AttemptRef {
  readonly learnerId: string;
  readonly id: string;
}

/** Everything that the grade of an attempt depends on, and the editions whose keys are in it. */
export interface AttemptPaper {
  readonly attempt: AttemptRef;
  readonly paper: PaperToGrade;
  /** By question id. */
  readonly keyEditions: Readonly<Record<string, string>>;
  /** The last correction that the keys take into account; 0 for none. */
  readonly correctionNumber: number;
}

/** Why attempts are graded: both null for the grading at submission. */
export interface GradingCause {
  readonly reason: string | null;
  /** The user who has it graded again. */
  readonly actorId: string | null;
}

/** The grading that ends an attempt. */
export const atSubmission: GradingCause = { reason: null, actorId: null };

interface ItemRow extends PaperItem {
  readonly learnerId: string;
  readonly attemptId: string;
  readonly editionId: string;
  readonly assessmentKind: PaperToGrade['kind'];
  readonly passPercent: number | null;
}

interface AnswerRow {
  readonly learnerId: string;
  readonly attemptId: string;
  readonly position: number;
  readonly value: ItemAnswer;
}

/** What grading needs of the question `q`, beside its place on the paper and its points. */
export const QUESTION_TO_GRADE = `q.kind, q.scoring, ${OPTION_IDS}, q.unit, q.other_units AS "otherUnits",
  q.advice_if_no AS "adviceIfNo", q.skill_id AS "skillId"`;

/**
 * The papers of attempts with the answers that count and the keys that they are graded by, in the order of `attempts`. The key
 * of an item is that of its edition, or what corrections have made of it (see chooseKey). Four statements, however many.
 * @param upTo takes no later correction into account
 */
export async function readPapers(
  manager: EntityManager,
  attempts: readonly AttemptRef[],
  upTo: number | null = null,
): Promise<AttemptPaper[]> {
  const refs = [attempts.map(({ learnerId }) => learnerId), attempts.map(({ id }) => id)];
  const items = await manager.query<ItemRow[]>(
    `SELECT i.learner_id AS "learnerId", i.attempt_id AS "attemptId", i.position, i.question_id AS "questionId",
       i.question_edition_id AS "editionId", i.points, ${QUESTION_TO_GRADE}, s.kind AS "assessmentKind", s.pass_percent AS "passPercent"
     FROM unnest($1::uuid[], $2::uuid[]) AS wanted(learner_id, id)
     JOIN attempt a ON a.learner_id = wanted.learner_id AND a.id = wanted.id
     JOIN assessment s ON s.edition_id = a.assessment_edition_id
     JOIN attempt_item i ON i.learner_id = a.learner_id AND i.attempt_id = a.id
     JOIN question q ON q.edition_id = i.question_edition_id ORDER BY i.position`,
    refs,
  );
  const answers = await manager.query<AnswerRow[]>(
    `SELECT DISTINCT ON (n.learner_id, n.attempt_id, n.position)
       n.learner_id AS "learnerId", n.attempt_id AS "attemptId", n.position, n.value
     FROM unnest($1::uuid[], $2::uuid[]) AS wanted(learner_id, id)
     JOIN answer n ON n.learner_id = wanted.learner_id AND n.attempt_id = wanted.id
     ORDER BY n.learner_id, n.attempt_id, n.position, n.revision DESC, n.client_id DESC`,
    refs,
  );
  const paperEditionIds = [...new Set(items.map(({ editionId }) => editionId))];
  const { latest, byPaperEdition } = await readCorrections(manager, paperEditionIds, upTo);
  const corrected = [...byPaperEdition.values()].flat().map(({ keyEditionId }) => keyEditionId);
  const keys = await readKeys(manager, [...new Set([...paperEditionIds, ...corrected])]);
  const keyOf = (editionId: string) => ({ editionId, key: keys.get(editionId) });
  return attempts.map((attempt): AttemptPaper => {
    const isOf = (row: ItemRow | AnswerRow) => row.attemptId === attempt.id && row.learnerId === attempt.learnerId;
    const own = items.filter(isOf);
    const { assessmentKind: kind, passPercent } = own[0]!;
    const given = Object.fromEntries(answers.filter(isOf).map(({ position, value }) => [position, value]));
    const chosen = own.map((item) => {
      const corrections = isScored(kind) ? (byPaperEdition.get(item.editionId) ?? []) : [];
      return chooseKey(
        toPaperItem(item),
        keyOf(item.editionId),
        corrections.map(({ keyEditionId, mayLower }) => ({ ...keyOf(keyEditionId), mayLower })),
        given[item.position],
      );
    });
    return {
      attempt,
      correctionNumber: latest,
      keyEditions: Object.fromEntries(own.map(({ questionId }, index) => [questionId, chosen[index]!.editionId])),
      paper: {
        kind,
        passPercent,
        items: own.map(toPaperItem),
        keys: Object.fromEntries(
          own.flatMap(({ questionId }, index) => {
            const { key } = chosen[index]!;
            return key ? [[questionId, key]] : [];
          }),
        ),
        answers: given,
      },
    };
  });
}

const toPaperItem = (row: ItemRow): PaperItem => ({
  position: row.position,
  questionId: row.questionId,
  kind: row.kind,
  points: row.points,
  scoring: row.scoring,
  optionIds: row.optionIds,
  unit: row.unit,
  otherUnits: row.otherUnits,
  adviceIfNo: row.adviceIfNo,
  skillId: row.skillId,
});

/** The keys of question editions, by the edition. The vault is opened for grading and for reviews, and for nothing else here. */
export async function readKeys(
  manager: Pick<EntityManager, 'query'>,
  editionIds: readonly string[],
): Promise<Map<string, ItemKey>> {
  const rows = await manager.query<{ editionId: string; key: ItemKey }[]>(
    `SELECT edition_id AS "editionId", content->'key' AS key FROM vault.answer_key
     WHERE edition_id = ANY($1::uuid[]) AND content ? 'key'`,
    [editionIds],
  );
  return new Map(rows.map(({ editionId, key }) => [editionId, key]));
}

/** An answer that was taken back has no field. */
const isGiven = (answer: ItemAnswer | undefined): boolean => answer !== undefined && Object.keys(answer).length > 0;

/** Stores a grade for each paper, after those that it has. Returns their numbers, in the order of `graded`. */
export async function storeGrades(
  manager: EntityManager,
  graded: readonly (AttemptPaper & { readonly grade: Grade })[],
  { reason, actorId }: GradingCause,
): Promise<number[]> {
  const numbers = await manager.query<{ id: string; number: number }[]>(
    `INSERT INTO grade (learner_id, attempt_id, number, reason, actor_id, correction_number, points, max_points, percent, passed, result)
     SELECT g.learner_id, g.attempt_id,
       1 + coalesce((SELECT max(number) FROM grade o WHERE o.learner_id = g.learner_id AND o.attempt_id = g.attempt_id), 0),
       $2, $3::uuid, g.correction_number, g.points, g.max_points, g.percent, g.passed, g.result
     FROM jsonb_to_recordset($1::jsonb) AS g(learner_id uuid, attempt_id uuid, correction_number int, points numeric, max_points int,
       percent numeric, passed boolean, result jsonb)
     RETURNING attempt_id AS id, number`,
    [
      JSON.stringify(
        graded.map(({ attempt, correctionNumber, grade }) => ({
          learner_id: attempt.learnerId,
          attempt_id: attempt.id,
          correction_number: correctionNumber,
          points: grade.points,
          max_points: grade.maxPoints,
          percent: grade.percent,
          passed: grade.passed,
          result: grade,
        })),
      ),
      reason,
      actorId,
    ],
  );
  const numberOf = new Map(numbers.map(({ id, number }) => [id, number]));
  await manager.query(
    `INSERT INTO item_grade (learner_id, attempt_id, number, position, question_id, key_edition_id, points, answer)
     SELECT learner_id, attempt_id, number, position, question_id, key_edition_id, points, answer
     FROM jsonb_to_recordset($1::jsonb) AS i(learner_id uuid, attempt_id uuid, number int, position int, question_id uuid,
       key_edition_id uuid, points numeric, answer jsonb)`,
    [
      JSON.stringify(
        graded.flatMap(({ attempt, paper, keyEditions, grade }) =>
          grade.items.map(({ position, questionId, points }) => ({
            learner_id: attempt.learnerId,
            attempt_id: attempt.id,
            number: numberOf.get(attempt.id),
            position,
            question_id: questionId,
            key_edition_id: keyEditions[questionId],
            points,
            answer: isGiven(paper.answers[position]) ? paper.answers[position] : null,
          })),
        ),
      ),
    ],
  );
  return graded.map(({ attempt }) => numberOf.get(attempt.id)!);
}
