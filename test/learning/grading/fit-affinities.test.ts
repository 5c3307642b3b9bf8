import fc from 'fast-check';
import { fitAffinities } from '../../../src/learning/grading/fit-affinities';
import { gradePaper } from '../../../src/learning/grading/grade-paper';
import { reasonText } from '../../../src/learning/grading/reason-text';
import { answeredFits, answersTo, fitPaper, fitPapers } from './fit-papers';
import { optionIds, paperItem } from './papers';

const affinitiesOf = ({ items, keys }: ReturnType<typeof fitPaper>, answers: object) =>
  fitAffinities(items, keys, answers as Record<number, object>);

test('a career that no question speaks of is not listed, nor one that is only named with a weight of 0', () => {
  const paper = fitPaper([[{ data: 1, security: 0 }, {}], { scale: { security: 0 } }]);
  expect(affinitiesOf(paper, {}).map(({ careerId }) => careerId)).toEqual(['data']);
  expect(affinitiesOf(fitPaper([[{}, {}]]), {})).toEqual([]);
});

test('an answer with two options, or with one that is not of the question, says nothing', () => {
  const paper = fitPaper([[{ data: 2 }, { data: -2 }]]);
  for (const answer of [{ optionIds: ['A', 'B'] }, { optionIds: ['Z'] }, { optionIds: [] }, {}]) {
    expect(affinitiesOf(paper, { 0: answer })).toMatchObject([{ score: 0, percent: 50, reasons: [] }]);
  }
});

test('only a fit test has affinities', () => {
  const paper = fitPaper([[{ data: 2 }, {}]]);
  const given = { ...paper, passPercent: null, answers: { 0: { optionIds: ['A'] } } };
  expect(gradePaper({ ...given, kind: 'SELF_CHECK' }).affinities).toEqual([]);
  expect(gradePaper({ ...given, kind: 'FIT' }).affinities).toHaveLength(1);
});

test('no to a question of yes or no counts as much against as yes for', () => {
  const paper = fitPaper([{ yes: { data: 2, lead: -1 } }]);
  expect(affinitiesOf(paper, { 0: { yes: true } })).toMatchObject([
    { careerId: 'data', score: 120, lowest: -120, highest: 120, percent: 100 },
    { careerId: 'lead', score: -60, lowest: -60, highest: 60, percent: 0 },
  ]);
  expect(affinitiesOf(paper, { 0: { yes: false } })).toMatchObject([
    { careerId: 'lead', score: 60, percent: 100 },
    { careerId: 'data', score: -120, percent: 0 },
  ]);
});

test.each([3, 4, 5, 6, 7])('the steps of a scale of %i are even, exact and mirrored', (count) => {
  const item = paperItem({ kind: 'LIKERT', optionIds: optionIds(count) });
  const key = { affinities: [{ career: 'data', weight: 1 }] };
  const scores = answersTo(item).map((answer) => fitAffinities([item], { question: key }, { 1: answer })[0]!.score);
  expect(scores).toEqual(scores.map((_, index) => -60 + (index * 120) / (count - 1)));
  expect(scores.every(Number.isInteger)).toBe(true);
});

test('careers that suit equally well come by id', () => {
  const paper = fitPaper([[{ zoo: 1, ant: 2, bee: 1 }, {}]]);
  expect(affinitiesOf(paper, { 0: { optionIds: ['A'] } }).map(({ careerId }) => careerId)).toEqual([
    'ant',
    'bee',
    'zoo',
  ]);
});

test('reasons come strongest first, of equals those that speak for the career, then in the order of the paper', () => {
  const paper = fitPaper([
    [{ data: -1 }, {}],
    [{ data: 1 }, {}],
    [{ data: -2 }, {}],
    [{ data: 1 }, {}],
  ]);
  const answers = Object.fromEntries(paper.items.map(({ position }) => [position, { optionIds: ['A'] }]));
  const [data] = affinitiesOf(paper, answers);
  expect(data!.reasons.map(({ position, contribution }) => [position, contribution])).toEqual([
    [2, -120],
    [1, 60],
    [3, 60],
    [0, -60],
  ]);
});

test('contributions add up to the score, which lies within what the paper can give', () => {
  fc.assert(
    fc.property(answeredFits(8), ({ items, keys, answers }) => {
      const affinities = fitAffinities(items, keys, answers);
      for (const { score, lowest, highest, percent, reasons } of affinities) {
        expect(reasons.reduce((sum, { contribution }) => sum + contribution, 0)).toBe(score);
        expect(reasons.every(({ contribution }) => Number.isInteger(contribution) && contribution !== 0)).toBe(true);
        expect(new Set(reasons.map(({ position }) => position)).size).toBe(reasons.length);
        expect(score).toBeGreaterThanOrEqual(lowest);
        expect(score).toBeLessThanOrEqual(highest);
        expect(percent).toBeGreaterThanOrEqual(0);
        expect(percent).toBeLessThanOrEqual(100);
        expect(Math.abs(percent - ((score - lowest) / (highest - lowest)) * 100)).toBeLessThanOrEqual(0.05 + 1e-9);
      }
      const exact = affinities.map(({ score, lowest, highest }) => (score - lowest) / (highest - lowest));
      expect(exact).toEqual(exact.toSorted((a, b) => b - a));
    }),
  );
});

test('each contribution is what the answer alone gives', () => {
  fc.assert(
    fc.property(answeredFits(5), ({ items, keys, answers }) => {
      for (const { careerId, reasons } of fitAffinities(items, keys, answers)) {
        for (const { position, contribution } of reasons) {
          const alone = fitAffinities(items, keys, { [position]: answers[position]! });
          expect(alone.find((affinity) => affinity.careerId === careerId)?.score).toBe(contribution);
        }
      }
    }),
  );
});

test('the best and the worst that can be answered are 100 and 0 percent', () => {
  fc.assert(
    fc.property(fitPapers(5), ({ items, keys }) => {
      for (const { careerId } of fitAffinities(items, keys, {})) {
        const scoreOf = (answers: object) =>
          fitAffinities(items, keys, answers as Record<number, object>).find((one) => one.careerId === careerId)!;
        for (const [sign, percent] of [[1, 100] as const, [-1, 0] as const]) {
          const answers = items.map((item) =>
            [{}, ...answersTo(item)].reduce((best, answer) =>
              sign * scoreOf({ [item.position]: answer }).score > sign * scoreOf({ [item.position]: best }).score
                ? answer
                : best,
            ),
          );
          expect(scoreOf(Object.fromEntries(answers.map((answer, index) => [index, answer]))).percent).toBe(percent);
        }
      }
    }),
    { numRuns: 40 },
  );
});

test('the order of questions, options and affinities plays no part', () => {
  fc.assert(
    fc.property(answeredFits(6), ({ items, keys, answers }) => {
      const turned = items.toReversed().map((item) =>
        // The steps of a scale have an order; the options of a choice have none.
        item.kind === 'LIKERT' ? item : { ...item, optionIds: item.optionIds.toReversed() },
      );
      const turnedKeys = Object.fromEntries(
        Object.entries(keys).map(([id, key]) => [id, { affinities: key.affinities!.toReversed() }]),
      );
      const paper = { kind: 'FIT' as const, passPercent: null, answers };
      expect(gradePaper({ ...paper, items: turned, keys: turnedKeys })).toEqual(gradePaper({ ...paper, items, keys }));
    }),
  );
});

describe('reasons in words', () => {
  const reason = { position: 1, questionId: 'q', optionId: 'A', yes: null };
  const texts = { prompt: 'Which task do you like best?', optionText: 'A pipeline' };

  test.each([
    [120, 'speaks strongly for it'],
    [90, 'speaks strongly for it'],
    [80, 'speaks for it'],
    [60, 'speaks for it'],
    [30, 'speaks a little for it'],
    [-30, 'speaks a little against it'],
    [-60, 'speaks against it'],
    [-120, 'speaks strongly against it'],
  ])('%i sixtieths: %s', (contribution, words) => {
    expect(reasonText({ ...reason, contribution }, texts)).toBe(
      `You chose “A pipeline” for “Which task do you like best?”: ${words}.`,
    );
  });

  test('yes and no are said', () => {
    const prompt = 'Do you like to be called at night?';
    const said = (yes: boolean) =>
      reasonText({ ...reason, optionId: null, yes, contribution: yes ? 60 : -60 }, { prompt, optionText: null });
    expect(said(true)).toBe(`You said yes to “${prompt}”: speaks for it.`);
    expect(said(false)).toBe(`You said no to “${prompt}”: speaks against it.`);
  });
});
