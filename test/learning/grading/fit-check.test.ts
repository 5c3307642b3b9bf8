import fc from 'fast-check';
import { fitAffinities } from '../../../src/learning/grading/fit-affinities';
import { checkFit } from '../../../src/learning/grading/fit-check';
import { makeFitTable } from '../../../src/learning/grading/fit-table';
import { findWin } from '../../../src/learning/grading/fit-win-search';
import { seededRandom, wholeBelow } from '../../../src/learning/grading/seeded-random';
import { everySheet, fitPaper, fitPapers, type Answers, type FitPaper } from './fit-papers';

const check = (paper: FitPaper, options: object = {}) => checkFit({ ...paper, careerIds: [], ...options });

/** The places of the careers before rounding, best first. */
const standings = ({ items, keys }: FitPaper, answers: Answers) =>
  fitAffinities(items, keys, answers).map((one) => ({
    careerId: one.careerId,
    share: (one.score - one.lowest) / (one.highest - one.lowest),
  }));

test('a career that another one always beats or equals can never win', () => {
  const paper = fitPaper([
    [
      { data: 2, shadow: 2 },
      { data: -2, shadow: -2 },
      { data: 2, shadow: -2 },
    ],
  ]);
  const [data, shadow] = check(paper).careers;
  expect(data).toMatchObject({ careerId: 'data', canWin: true });
  expect(shadow).toEqual({ careerId: 'shadow', canWin: false, witness: null, margin: null, winPercent: 0 });
});

/** `middle` stands half way between two careers: no rival beats it with every sheet, yet one of the two always does. */
const squeezed = (questions: number) =>
  fitPaper(
    Array.from({ length: questions }, () => [
      { left: 2, middle: 1 },
      { right: 2, middle: 1 },
      { left: 2, right: 2, middle: 2 },
      {},
    ]),
  );

test('a career between two others, one of which is always better, is ruled out when all sheets can be gone through', () => {
  const { careers } = check(squeezed(4));
  expect(careers.map(({ careerId, canWin }) => [careerId, canWin])).toEqual([
    ['left', true],
    ['middle', false],
    ['right', true],
  ]);
});

test('with too many sheets to go through the check says that it does not know', () => {
  const { careers } = check(squeezed(40), { sheets: 10 });
  expect(careers.map(({ careerId, canWin }) => [careerId, canWin])).toEqual([
    ['left', true],
    ['middle', null],
    ['right', true],
  ]);
});

test('who can win is what going through all sheets says, and the witness wins', () => {
  fc.assert(
    fc.property(fitPapers(4), (paper) => {
      const ahead = new Set(
        everySheet(paper).flatMap((sheet) => {
          const [first, second] = standings(paper, sheet);
          // Shares are quotients of small whole numbers: equal ones are equal numbers, others lie further apart.
          return first && (!second || first.share - second.share > 1e-9) ? [first.careerId] : [];
        }),
      );
      const table = makeFitTable(paper.items, paper.keys);
      for (const [career, found] of check(paper, { sheets: 5 }).careers.entries()) {
        const { careerId, canWin, witness, margin } = found;
        expect([careerId, canWin]).toEqual([careerId, ahead.has(careerId)]);
        // The exhaustive search comes to the same without the local one before it.
        const { outcome } = findWin(table, career, seededRandom(1), { restarts: -1, steps: 1e6 });
        expect([careerId, outcome]).toEqual([careerId, canWin ? 'WINS' : 'NEVER_WINS']);
        if (!witness) continue;
        expect(Object.keys(witness)).toHaveLength(paper.items.length);
        const [first, second] = standings(paper, witness);
        expect(first!.careerId).toBe(careerId);
        expect(margin).toBeCloseTo(second ? (first!.share - second.share) * 100 : 100, 0);
      }
    }),
    { numRuns: 60 },
  );
});

test('careers that no question speaks of are named', () => {
  const paper = fitPaper([[{ data: 1, security: 0 }, {}]]);
  expect(check(paper, { careerIds: ['security', 'data', 'lead', 'lead'] }).silentCareerIds).toEqual([
    'lead',
    'security',
  ]);
});

test('a question is dead when no answer to it changes anything; others are not', () => {
  const paper = fitPaper([
    [{ data: 1 }, { data: 1 }],
    [{ data: 0 }, {}],
    [{ data: 2 }, { lead: 2 }],
    [{ data: 1, lead: 1 }, {}],
  ]);
  const { questions } = check(paper);
  expect(questions.map(({ dead }) => dead)).toEqual([true, true, false, false]);
  expect(questions.slice(0, 2)).toMatchObject([
    { neverDecides: true, stablePercent: 100 },
    { neverDecides: true, stablePercent: 100 },
  ]);
});

test('a question that moves two careers alike never decides, though it is not dead', () => {
  const paper = fitPaper([{ yes: { data: 1, lead: 1 } }, { yes: { data: 2, lead: -2 } }]);
  expect(check(paper).questions).toMatchObject([
    { dead: false, neverDecides: true, stablePercent: 100 },
    { dead: false, neverDecides: false, stablePercent: 0 },
  ]);
  expect(check(paper).stablePercent).toBe(50);
});

test('a question of another kind, and one without affinities, can decide nothing', () => {
  const paper = fitPaper([{ yes: { data: 1 } }, { scale: {} }]);
  const items = [
    paper.items[0]!,
    paper.items[1]!,
    { ...paper.items[0]!, kind: 'OPEN' as const, position: 2, questionId: 'o' },
  ];
  const { questions, careers } = check({ ...paper, items });
  expect(questions.slice(1)).toMatchObject([
    { dead: true, neverDecides: true, stablePercent: 100 },
    { dead: true, neverDecides: true, stablePercent: null },
  ]);
  expect(careers).toMatchObject([{ canWin: true, margin: 100, winPercent: 100 }]);
  expect(check({ items: [], keys: {} })).toEqual({
    careers: [],
    silentCareerIds: [],
    questions: [],
    stablePercent: null,
  });
});

test('the sample of a small test comes close to all its sheets', () => {
  const paper = fitPaper([
    [{ data: 2 }, { lead: 1 }, { security: 2 }],
    { scale: { data: 1, lead: -2 } },
    { yes: { security: 1, lead: 1 } },
  ]);
  const winner = (sheet: Answers) => fitAffinities(paper.items, paper.keys, sheet)[0]!.careerId;
  const sheets = everySheet(paper);
  const pairs = sheets.flatMap((sheet) =>
    sheets
      .filter(
        (other) =>
          paper.items.filter(({ position }) => JSON.stringify(sheet[position]) !== JSON.stringify(other[position]))
            .length === 1,
      )
      .map((other) => winner(sheet) === winner(other)),
  );
  const { careers, stablePercent } = check(paper);
  expect(Math.abs(stablePercent! - (pairs.filter(Boolean).length / pairs.length) * 100)).toBeLessThan(5);
  for (const { careerId, winPercent } of careers) {
    const share = (sheets.filter((sheet) => winner(sheet) === careerId).length / sheets.length) * 100;
    expect(Math.abs(winPercent - share)).toBeLessThan(5);
  }
});

test('the same test is checked the same, in whatever order its questions come; another seed draws another sample', () => {
  fc.assert(
    fc.property(fitPapers(4), (paper) => {
      const turned = { items: paper.items.toReversed(), keys: paper.keys };
      expect(check(turned, { sheets: 20 })).toEqual(check(paper, { sheets: 20 }));
    }),
    { numRuns: 20 },
  );
  const paper = fitPaper([{ scale: { data: 1, lead: -2 } }, [{ data: 2 }, { lead: 1 }, { security: 2 }]]);
  expect(check(paper, { sheets: 50, seed: 2 })).not.toEqual(check(paper, { sheets: 50 }));
});

test('seeded numbers are even enough and depend on the seed alone', () => {
  const draw = (seed: number) => {
    const random = seededRandom(seed);
    return Array.from({ length: 6000 }, () => wholeBelow(6, random));
  };
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
  for (const seed of [0, 1, -5, 2 ** 40]) {
    for (let value = 0; value < 6; value++) {
      const count = draw(seed).filter((drawn) => drawn === value).length;
      expect(Math.abs(count - 1000)).toBeLessThan(150);
    }
  }
});
