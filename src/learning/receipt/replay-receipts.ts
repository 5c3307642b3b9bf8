import type { EntityManager } from 'typeorm';
import { optionOrder } from '../attempt/option-order';
import { QUESTION_TO_GRADE, readKeys } from '../attempt/grade-attempt';
import { gradePaper } from '../grading/grade-paper';
import type { ItemAnswer, ItemKey, PaperItem, PaperToGrade } from '../grading/grading-types';
import { canonicalJson } from './canonical-json';
import { type ReceiptPayload, type ReceiptScore, scoreOf } from './receipt-payload';
import type { ReceiptProblem } from './receipt-signature';

/** What a replay came to: the same as the receipt states, if there is no problem. */
export interface Replay {
  /** Null when the paper can't be put together again. */
  readonly score: ReceiptScore | null;
  readonly problems: readonly ReceiptProblem[];
}

/** An edition of a question, as grading needs it. */
interface QuestionRow extends Omit<PaperItem, 'position'> {
  readonly editionId: string;
}

interface AssessmentRow {
  readonly editionId: string;
  readonly documentId: string;
  readonly kind: PaperToGrade['kind'];
  readonly passPercent: number | null;
}

/** What the receipts name, by the edition. */
interface Editions {
  readonly questions: ReadonlyMap<string, QuestionRow>;
  readonly assessments: ReadonlyMap<string, AssessmentRow>;
  readonly keys: ReadonlyMap<string, ItemKey>;
  /** `<publication>/<edition>` of what was not public at that publication. */
  readonly notPublic: ReadonlySet<string>;
}

/**
 * Grades the papers of receipts again, from the editions and keys that they name and from nothing that belongs to learners.
 * Four statements, however many. Only for receipts that our keys have signed: the score tells something about keys.
 */
export async function replayReceipts(manager: EntityManager, receipts: readonly ReceiptPayload[]): Promise<Replay[]> {
  const editions = await readEditions(manager, receipts);
  return receipts.map((receipt) => replay(receipt, editions));
}

function replay(receipt: ReceiptPayload, editions: Editions): Replay {
  const { assessment: named, items, seed, publication, grade } = receipt;
  const problems: ReceiptProblem[] = [];
  const assessment = editions.assessments.get(named.edition);
  if (assessment?.documentId !== named.id) problems.push(missing('the assessment'));
  const isThere = ({ question, edition, keyEdition }: ReceiptPayload['items'][number]) =>
    [edition, keyEdition].every((each) => editions.questions.get(each)?.questionId === question);
  const lost = items.filter((item) => !isThere(item));
  problems.push(...lost.map(({ position }) => missing(`question ${position}`)));
  if (problems.length > 0) return { score: null, problems };

  const asked = items.map((item) => ({ item, question: editions.questions.get(item.edition)! }));
  for (const edition of [named.edition, ...items.map((item) => item.edition)]) {
    if (editions.notPublic.has(`${publication}/${edition}`)) {
      problems.push({
        rule: 'publication',
        message: `Publication ${publication} did not hold the edition ${edition}.`,
      });
    }
  }
  for (const { item, question } of asked) {
    const { questionId: id, kind, optionIds } = question;
    if (canonicalJson(optionOrder(seed, { id, kind, optionIds })) !== canonicalJson(item.options)) {
      const message = `The options of question ${item.position} stand in another order than the seed gives.`;
      problems.push({ rule: 'option-order', message });
    }
  }
  const score = scoreOf(
    gradePaper({
      kind: assessment!.kind,
      passPercent: assessment!.passPercent,
      items: asked.map(({ item: { position }, question }) => ({
        ...question,
        position,
      })),
      keys: Object.fromEntries(
        items.flatMap(({ question, keyEdition }) => {
          const key = editions.keys.get(keyEdition);
          return key ? [[question, key]] : [];
        }),
      ),
      answers: Object.fromEntries(
        items.flatMap(({ position, answer }) => (answer ? [[position, answer as ItemAnswer]] : [])),
      ),
    }),
  );
  return { score, problems: [...problems, ...differences(scoreOf(grade), score)] };
}

const missing = (what: string): ReceiptProblem => ({
  rule: 'edition',
  message: `The edition of ${what} that the receipt names is not here.`,
});

/** Where two scores differ. */
function differences(stated: ReceiptScore, replayed: ReceiptScore): ReceiptProblem[] {
  return (Object.keys(replayed) as (keyof ReceiptScore)[]).flatMap((name) => {
    const [said, found] = [stated, replayed].map((score) => canonicalJson(score[name]));
    if (said === found) return [];
    return [{ rule: 'score', message: `The receipt states ${name} ${said}; grading again gives ${found}.` }];
  });
}

async function readEditions(manager: EntityManager, receipts: readonly ReceiptPayload[]): Promise<Editions> {
  const items = receipts.flatMap((receipt) => receipt.items);
  const keyEditions = unique(items.map((item) => item.keyEdition));
  const questions = await manager.query<QuestionRow[]>(
    `SELECT q.edition_id AS "editionId", q.document_id AS "questionId", q.points, ${QUESTION_TO_GRADE}
     FROM question q WHERE q.edition_id = ANY($1::uuid[])`,
    [unique([...items.map((item) => item.edition), ...keyEditions])],
  );
  const assessments = await manager.query<AssessmentRow[]>(
    `SELECT edition_id AS "editionId", document_id AS "documentId", kind, pass_percent AS "passPercent"
     FROM assessment WHERE edition_id = ANY($1::uuid[])`,
    [unique(receipts.map(({ assessment }) => assessment.edition))],
  );
  const named = receipts.flatMap(({ publication, assessment, items: own }) =>
    [assessment, ...own].map(({ edition }) => ({ publication, edition })),
  );
  const notPublic = await manager.query<{ name: string }[]>(
    `SELECT publication || '/' || edition AS name FROM unnest($1::int[], $2::uuid[]) AS named(publication, edition)
     WHERE NOT EXISTS (SELECT FROM publication_item i WHERE i.edition_id = edition AND i.publication_number <= publication
       AND (i.superseded_by IS NULL OR i.superseded_by > publication))`,
    [named.map(({ publication }) => publication), named.map(({ edition }) => edition)],
  );
  const byEdition = <Row extends { readonly editionId: string }>(rows: readonly Row[]) =>
    new Map(rows.map((row) => [row.editionId, row]));
  return {
    questions: byEdition(questions),
    assessments: byEdition(assessments),
    keys: await readKeys(manager, keyEditions),
    notPublic: new Set(notPublic.map(({ name }) => name)),
  };
}

const unique = (ids: readonly string[]): string[] => [...new Set(ids)];
