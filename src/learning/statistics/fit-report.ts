import { setImmediate as otherWork } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { OPTION_IDS } from '../../content/question/question-bank';
import { badInput, notFound } from '../../kernel/errors/errors';
import { checkFitInSteps, type FitCheck } from '../grading/fit-check';
import type { ItemKey, PaperItem } from '../grading/grading-types';

/** Ways to answer times careers: what one look at a whole fit test costs. The check of a larger one is refused. */
const LARGEST = 50_000;
/** Up to this size everything is looked for; above, in proportion less, so that a check costs about the same. */
const WHOLE = 2_000;

/** What a fit test is checked from. */
export interface FitTest {
  readonly assessmentId: string;
  readonly items: readonly PaperItem[];
  /** By question id. */
  readonly keys: Readonly<Record<string, ItemKey>>;
  /** The options' texts, by question id and option id. */
  readonly optionTexts: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly careerIds: readonly string[];
  /** How many questions each attempt draws beside; they are not checked. */
  readonly drawn: number;
}

interface QuestionRow extends Pick<PaperItem, 'questionId' | 'kind' | 'optionIds'> {
  readonly options: readonly { readonly id: string; readonly text: string }[];
  readonly key: ItemKey | null;
}

/**
 * Reads a fit test as its latest editions make it, and the careers that are not archived. Three statements.
 * @throws NOT_FOUND for what is no assessment, BAD_USER_INPUT for one of another kind
 */
export async function readFitTest({ query }: Pick<DataSource, 'query'>, assessmentId: string): Promise<FitTest> {
  const [test] = await query<{ kind: string; questionIds: string[]; drawn: number }[]>(
    `SELECT a.kind, a.question_ids AS "questionIds",
       (SELECT coalesce(sum((entry->>'count')::int), 0)::int FROM jsonb_array_elements(a.blueprint) AS entry) AS drawn
     FROM document d JOIN assessment a ON a.edition_id = d.latest_edition_id WHERE d.id = $1 AND d.kind = 'ASSESSMENT'`,
    [assessmentId],
  );
  if (!test) throw notFound('There is no assessment with this id.');
  if (test.kind !== 'FIT') {
    const message = `Only a FIT assessment is about careers, and this is of the kind ${test.kind}.`;
    throw badInput('/assessmentId', 'kind', message);
  }
  const rows = await query<QuestionRow[]>(
    `SELECT d.id AS "questionId", q.kind, ${OPTION_IDS}, q.options, k.content->'key' AS key
     FROM unnest($1::uuid[]) WITH ORDINALITY AS fixed(id, place) JOIN document d ON d.id = fixed.id
     JOIN question q ON q.edition_id = d.latest_edition_id LEFT JOIN vault.answer_key k ON k.edition_id = q.edition_id
     ORDER BY fixed.place`,
    [test.questionIds],
  );
  const careers = await query<{ id: string }[]>(
    `SELECT id FROM document WHERE kind = 'CAREER' AND archived_at IS NULL ORDER BY id`,
  );
  return {
    assessmentId,
    items: rows.map(({ questionId, kind, optionIds }, index) => toItem(index + 1, { questionId, kind, optionIds })),
    keys: Object.fromEntries(rows.flatMap(({ questionId, key }) => (key ? [[questionId, key]] : []))),
    optionTexts: new Map(
      rows.map(({ questionId, options }) => [questionId, new Map(options.map(({ id, text }) => [id, text]))]),
    ),
    careerIds: careers.map(({ id }) => id),
    drawn: test.drawn,
  };
}

const toItem = (position: number, question: Pick<PaperItem, 'questionId' | 'kind' | 'optionIds'>): PaperItem => ({
  ...question,
  position,
  points: 1,
  scoring: 'ALL_OR_NOTHING',
  unit: null,
  otherUnits: [],
  adviceIfNo: null,
  skillId: null,
});

/**
 * Checks a fit test between other requests: it hands the process over after every 50 sheets and every career. The work is
 * bounded: the whole look (1,000 sheets, 30 restarts and 300,000 steps for each career) up to a size of 2,000, of which the
 * shipped test has a third, and in proportion less above.
 * @throws BAD_USER_INPUT when ways to answer times careers are more than 50,000
 */
export async function checkFitTest({
  items,
  keys,
  careerIds,
}: FitTest): Promise<FitCheck & { readonly sheets: number }> {
  const ways = items.reduce((sum, { kind, optionIds }) => sum + (kind === 'YES_NO' ? 2 : optionIds.length), 0);
  const named = new Set(Object.values(keys).flatMap(({ affinities = [] }) => affinities.map(({ career }) => career)));
  const size = ways * named.size;
  if (size > LARGEST) {
    const message = `Its ${ways} ways to answer and ${named.size} careers are too many to check: ${LARGEST} pairs at most.`;
    throw badInput('/assessmentId', 'size', message);
  }
  const scale = Math.min(1, WHOLE / size);
  const sheets = Math.ceil(1_000 * scale);
  const limits = { restarts: Math.ceil(30 * scale), steps: Math.ceil(300_000 * scale) };
  const steps = checkFitInSteps({ items, keys, careerIds, sheets, limits });
  for (;;) {
    const step = steps.next();
    if (step.done) return { ...step.value, sheets };
    await otherWork();
  }
}
