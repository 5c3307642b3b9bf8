import type { EntityManager } from 'typeorm';
import { notFound } from '../../kernel/errors/errors';
import type { Problem } from '../../kernel/errors/problem';
import { readCorrections } from '../attempt/applied-corrections';
import { QUESTION_TO_GRADE, readKeys } from '../attempt/grade-attempt';
import type { KeyCorrection } from '../grading/choose-key';
import type { ItemKey, PaperItem } from '../grading/grading-types';
import { ungradableProblems, unfitness } from './correction-fit';

/** What `a` and `s` are where a statement asks for attempts whose papers earn points. */
export const SCORED_ATTEMPT = `JOIN attempt a ON a.learner_id = i.learner_id AND a.id = i.attempt_id
  JOIN assessment s ON s.edition_id = a.assessment_edition_id AND s.kind IN ('QUIZ', 'EXAM')`;

/** An older edition of the question, which papers have. */
export interface PaperEdition {
  readonly id: string;
  readonly number: number;
  readonly item: PaperItem;
  readonly key: ItemKey | undefined;
  /** The corrections that count for it already, in their order. */
  readonly corrections: readonly KeyCorrection[];
  /** Whether the words differ from those of the latest edition: the prompt, or the text of an option that both have. */
  readonly reworded: boolean;
  /** Why its papers can't be graded by the latest key; empty when they can. */
  readonly problems: readonly Problem[];
  readonly gradedAttempts: number;
  readonly runningAttempts: number;
}

/** A question whose key may have turned out wrong. */
export interface CorrectionCase {
  readonly questionId: string;
  /** The latest edition, published or not. */
  readonly editionId: string;
  readonly key: ItemKey | undefined;
  readonly published: boolean;
  /** Whether a correction by the latest key counts already, by whether it may lower. */
  readonly applied: readonly { readonly number: number; readonly mayLower: boolean }[];
  /** Earlier editions that were public once, the latest first. */
  readonly papers: readonly PaperEdition[];
  /** What speaks against it; empty when it can be applied once the edition is published. */
  readonly problems: readonly Problem[];
}

interface EditionRow extends Omit<PaperItem, 'position' | 'questionId'> {
  readonly id: string;
  readonly number: number;
  readonly latest: boolean;
  readonly published: boolean;
  readonly prompt: string;
  readonly options: readonly { readonly id: string; readonly text: string }[];
  readonly key: ItemKey | null;
}

/**
 * Reads what a correction of a question starts from. Four statements, whatever there is.
 * @param manager of one transaction, where several reads must fit together
 * @throws NOT_FOUND when there is no such question
 */
export async function readCorrectionCase(
  manager: Pick<EntityManager, 'query'>,
  questionId: string,
): Promise<CorrectionCase> {
  const editions = await manager.query<EditionRow[]>(
    `SELECT e.id, e.number, e.id = d.latest_edition_id AS latest, e.id IS NOT DISTINCT FROM d.published_edition_id AS published,
       q.prompt, q.options, q.points, ${QUESTION_TO_GRADE}, k.content->'key' AS key
     FROM document d JOIN edition e ON e.document_id = d.id JOIN question q ON q.edition_id = e.id
     LEFT JOIN vault.answer_key k ON k.edition_id = e.id
     WHERE d.id = $1 AND d.kind = 'QUESTION'
       AND (e.id = d.latest_edition_id OR EXISTS (SELECT FROM publication_item p WHERE p.edition_id = e.id))
     ORDER BY e.number DESC`,
    [questionId],
  );
  const next = editions.find(({ latest }) => latest);
  if (!next) throw notFound('There is no question with this id.');
  const older = editions.filter(({ latest }) => !latest);
  const counts = await readCounts(manager, questionId);
  const { byPaperEdition } = await readCorrections(
    manager,
    older.map(({ id }) => id),
  );
  const applied = [...byPaperEdition.values()].flat();
  const keys = await readKeys(
    manager,
    applied.map(({ keyEditionId }) => keyEditionId),
  );
  const side = sideOf(next);
  const ungradable = ungradableProblems(side);
  const papers = older.map((row): PaperEdition => ({
    id: row.id,
    number: row.number,
    item: sideOf(row).item,
    key: row.key ?? undefined,
    corrections: (byPaperEdition.get(row.id) ?? []).map(({ keyEditionId, mayLower }) => ({
      editionId: keyEditionId,
      key: keys.get(keyEditionId),
      mayLower,
    })),
    reworded: isReworded(row, next),
    problems: ungradable.length > 0 ? [] : unfitness(sideOf(row), side),
    gradedAttempts: counts.get(row.id)?.graded ?? 0,
    runningAttempts: counts.get(row.id)?.running ?? 0,
  }));
  return {
    questionId,
    editionId: next.id,
    key: next.key ?? undefined,
    published: next.published,
    applied: [
      ...new Map(applied.filter((each) => each.keyEditionId === next.id).map((each) => [each.number, each])).values(),
    ],
    papers,
    problems: [...ungradable, ...nothingFits(papers)],
  };
}

/** The papers whose items can be graded by the latest key. */
export const fittingPapers = ({ papers, problems }: CorrectionCase): readonly PaperEdition[] =>
  problems.length > 0 ? [] : papers.filter((paper) => paper.problems.length === 0);

function nothingFits(papers: readonly PaperEdition[]): Problem[] {
  if (papers.length === 0) {
    const message = 'No earlier edition was ever published, so no paper has another key.';
    return [{ pointer: '', rule: 'no-papers', message }];
  }
  if (papers.some(({ problems }) => problems.length === 0)) return [];
  return papers.flatMap(({ number, problems }) =>
    problems.map(({ pointer, rule, message }) => ({ pointer, rule, message: `Edition ${number}: ${message}` })),
  );
}

function sideOf({ kind, points, scoring, optionIds, unit, otherUnits, adviceIfNo, skillId, key }: EditionRow) {
  const item: PaperItem = {
    position: 1,
    questionId: '',
    kind,
    points,
    scoring,
    optionIds,
    unit,
    otherUnits,
    adviceIfNo,
    skillId,
  };
  return { item, key: key ?? undefined };
}

function isReworded(paper: EditionRow, next: EditionRow): boolean {
  const texts = new Map(next.options.map(({ id, text }) => [id, text]));
  return paper.prompt !== next.prompt || paper.options.some(({ id, text }) => (texts.get(id) ?? text) !== text);
}

async function readCounts(
  manager: Pick<EntityManager, 'query'>,
  questionId: string,
): Promise<Map<string, { graded: number; running: number }>> {
  const rows = await manager.query<{ id: string; graded: number; running: number }[]>(
    `SELECT i.question_edition_id AS id, count(*) FILTER (WHERE a.state <> 'IN_PROGRESS')::int AS graded,
       count(*) FILTER (WHERE a.state = 'IN_PROGRESS')::int AS running
     FROM attempt_item i ${SCORED_ATTEMPT} WHERE i.question_id = $1 GROUP BY i.question_edition_id`,
    [questionId],
  );
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}
