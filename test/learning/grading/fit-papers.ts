import fc from 'fast-check';
import type { ItemAffinity, ItemAnswer, ItemKey, PaperItem } from '../../../src/learning/grading/grading-types';
import { optionIds, paperItem } from './papers';

/** Questions of a fit test with their keys. */
export interface FitPaper {
  readonly items: readonly PaperItem[];
  readonly keys: Readonly<Record<string, ItemKey>>;
}

export type Answers = Readonly<Record<number, ItemAnswer>>;

type Weights = Readonly<Record<string, number | undefined>>;

const affinitiesOf = (weights: Weights, option?: string): ItemAffinity[] =>
  Object.entries(weights).map(([career, weight = 0]) => ({ option, career, weight }));

/** A fit test of these questions: for each option of a choice what it says, for a scale of five or a yes what it says. */
export function fitPaper(questions: readonly (readonly Weights[] | { scale: Weights } | { yes: Weights })[]): FitPaper {
  const made = questions.map((question, index) => {
    const place = { position: index, questionId: `q${index}` };
    if ('scale' in question)
      return {
        item: paperItem({ ...place, kind: 'LIKERT', optionIds: optionIds(5) }),
        affinities: affinitiesOf(question.scale),
      };
    if ('yes' in question)
      return { item: paperItem({ ...place, kind: 'YES_NO' }), affinities: affinitiesOf(question.yes) };
    const ids = optionIds(question.length);
    return {
      item: paperItem({ ...place, kind: 'SINGLE_CHOICE', optionIds: ids }),
      affinities: question.flatMap((weights, option) => affinitiesOf(weights, ids[option])),
    };
  });
  return {
    items: made.map(({ item }) => item),
    keys: Object.fromEntries(made.map(({ item, affinities }) => [item.questionId, { affinities }])),
  };
}

/** Every way to answer a question of a fit test, without leaving it out. */
export function answersTo({ kind, optionIds: ids }: PaperItem): ItemAnswer[] {
  return kind === 'YES_NO' ? [{ yes: true }, { yes: false }] : ids.map((id) => ({ optionIds: [id] }));
}

/** Every whole answer sheet of a small fit test. */
export function everySheet({ items }: FitPaper): Answers[] {
  return items.reduce<Answers[]>(
    (sheets, item) =>
      sheets.flatMap((sheet) => answersTo(item).map((answer) => ({ ...sheet, [item.position]: answer }))),
    [{}],
  );
}

const CAREERS = ['career-a', 'career-b', 'career-c', 'career-d'];

const question = fc
  .record({
    kind: fc.constantFrom<('SINGLE_CHOICE' | 'LIKERT' | 'YES_NO')[]>('SINGLE_CHOICE', 'LIKERT', 'YES_NO'),
    count: fc.integer({ min: 2, max: 7 }),
  })
  .chain(({ kind, count }) => {
    const ids = kind === 'YES_NO' ? [] : optionIds(kind === 'LIKERT' ? Math.max(3, count) : Math.min(4, count));
    const option =
      kind === 'SINGLE_CHOICE'
        ? fc.constantFrom<(string | undefined)[]>(...ids)
        : fc.constantFrom(undefined, ...(kind === 'LIKERT' ? ids.slice(0, 1) : []));
    const affinity = fc.record({
      option,
      career: fc.constantFrom(...CAREERS),
      weight: fc.integer({ min: -2, max: 2 }),
    });
    return fc.record({
      item: fc.constant(paperItem({ kind, optionIds: ids })),
      affinities: fc.uniqueArray(affinity, { maxLength: 8, selector: (a) => `${a.option}/${a.career}` }),
    });
  });

/** Fit tests of a few questions over four careers. */
export const fitPapers = (maxLength: number): fc.Arbitrary<FitPaper> =>
  fc.array(question, { minLength: 1, maxLength }).map((questions) => ({
    items: questions.map(({ item }, position) => ({ ...item, position, questionId: `q${position}` })),
    keys: Object.fromEntries(questions.map(({ affinities }, position) => [`q${position}`, { affinities }])),
  }));

/** A fit test with answers to some of its questions. */
export const answeredFits = (maxLength: number): fc.Arbitrary<FitPaper & { answers: Answers }> =>
  fitPapers(maxLength).chain((paper) =>
    fc
      .tuple(...paper.items.map((item) => fc.constantFrom({}, ...answersTo(item))))
      .map((given) => ({ ...paper, answers: Object.fromEntries(given.map((answer, index) => [index, answer])) })),
  );
