import fc from 'fast-check';
import { gradePaper } from '../../../src/learning/grading/grade-paper';
import type { PaperToGrade } from '../../../src/learning/grading/grading-types';
import { answeredItems, creditOf, gradeQuestion, optionIds, paperItem, scoredPapers } from './papers';

const hundredths = (points: number | null) => Math.round((points ?? 0) * 100);

/** An exam of `count` single-choice questions of one point of which `right` are answered rightly. */
function exam(right: number, count: number, passPercent: number | null = 70): PaperToGrade {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  return {
    kind: 'EXAM',
    passPercent,
    items: numbers.map((n) =>
      paperItem({ kind: 'SINGLE_CHOICE', optionIds: ['A', 'B'], position: n, questionId: `q${n}` }),
    ),
    keys: Object.fromEntries(numbers.map((n) => [`q${n}`, { correctOptions: ['A'] }])),
    answers: Object.fromEntries(numbers.map((n) => [n, { optionIds: [n <= right ? 'A' : 'B'] }])),
  };
}

describe('what is not scored', () => {
  const yesNo = paperItem({ kind: 'YES_NO', adviceIfNo: 'Try it.', position: 3, questionId: 'check' });
  const paper = (kind: PaperToGrade['kind'], yes: boolean | undefined): PaperToGrade => ({
    kind,
    passPercent: 50,
    items: [yesNo],
    keys: { check: { yes: true } },
    answers: yes === undefined ? {} : { 3: { yes } },
  });
  const nothing = { points: null, maxPoints: 0, percent: null, passed: null, sections: [], affinities: [] };

  test.each(['FIT', 'SELF_CHECK'] as const)('a %s has no points, even where a key says what is right', (kind) => {
    expect(gradePaper(paper(kind, true))).toEqual({
      ...nothing,
      items: [{ position: 3, questionId: 'check', correct: null, points: null, maxPoints: 0 }],
      advice: [],
    });
  });

  test('each no of a self-check gives its advice; yes, no answer and other assessments give none', () => {
    const advice = [{ position: 3, questionId: 'check', text: 'Try it.' }];
    expect(gradePaper(paper('SELF_CHECK', false)).advice).toEqual(advice);
    expect(gradePaper(paper('SELF_CHECK', undefined)).advice).toEqual([]);
    expect(gradePaper(paper('QUIZ', false)).advice).toEqual([]);
    const silent = { ...paper('SELF_CHECK', false), items: [{ ...yesNo, adviceIfNo: null }] };
    expect(gradePaper(silent).advice).toEqual([]);
  });

  test('an OPEN answer is never credited, and a paper of such questions alone is not passed', () => {
    const open = paperItem({ kind: 'OPEN', points: 20, skillId: 'skill' });
    const grade = gradePaper({ ...paper('EXAM', undefined), items: [open], answers: { 1: { text: 'All of it.' } } });
    expect(grade).toMatchObject(nothing);
  });

  test('YES_NO without yes in its key, and a question without a key, count for nothing', () => {
    expect(gradeQuestion(paperItem({ kind: 'YES_NO' }), {}, { yes: true })).toMatchObject(nothing);
    expect(gradePaper({ ...paper('QUIZ', true), keys: {} })).toMatchObject(nothing);
  });
});

describe('passing', () => {
  test.each([
    [69, 100, 70, false],
    [70, 100, 70, true],
    [6996, 10_000, 70, false],
    [7, 10, 70, true],
    [2, 3, 67, false],
    [2, 3, 66, true],
    [1, 1, 100, true],
  ])('%i of %i at %i percent: %s', (right, count, passPercent, passed) => {
    expect(gradePaper(exam(right, count, passPercent)).passed).toBe(passed);
  });

  test('69.96 percent is shown as 70 and fails', () => {
    expect(gradePaper(exam(6996, 10_000))).toMatchObject({ percent: 70, passed: false });
  });

  test('nobody passes or fails without a limit', () => {
    expect(gradePaper(exam(1, 1, null))).toMatchObject({ percent: 100, passed: null });
  });
});

test('percent is rounded half up to one decimal, points to two', () => {
  expect(gradePaper(exam(2, 3)).percent).toBe(66.7);
  expect(gradePaper(exam(1, 3)).percent).toBe(33.3);
  expect(gradePaper(exam(1, 2000)).percent).toBe(0.1);
  expect(gradePaper(exam(1, 2001)).percent).toBe(0);
  const eighths = paperItem({ kind: 'MULTIPLE_CHOICE', optionIds: optionIds(8), scoring: 'EACH_OPTION' });
  expect(gradeQuestion(eighths, { correctOptions: ['A'] }, { optionIds: ['A', 'B'] }).points).toBe(0.88);
  expect(gradeQuestion(eighths, { correctOptions: ['A'] }, { optionIds: ['A', 'B', 'C', 'D'] }).points).toBe(0.63);
});

test('hundredths are added, so three times two thirds are 2.01', () => {
  const item = paperItem({ kind: 'MULTIPLE_CHOICE', optionIds: optionIds(6), scoring: 'RIGHT_MINUS_WRONG' });
  const items = [1, 2, 3].map((position) => ({ ...item, position }));
  const answers = Object.fromEntries(items.map(({ position }) => [position, { optionIds: ['A', 'B'] }]));
  const keys = { question: { correctOptions: ['A', 'B', 'C'] } };
  const grade = gradePaper({ kind: 'QUIZ', passPercent: 67, items, keys, answers });
  expect(grade).toMatchObject({ points: 2.01, maxPoints: 3, percent: 67, passed: true });
});

test('credit is a share, and an answer is called right when it is whole', () => {
  fc.assert(
    fc.property(answeredItems, ({ item, key, answer }) => {
      const credit = creditOf(item, key, answer);
      const [graded] = gradeQuestion(item, key, answer).items;
      if (credit === null) {
        expect(graded).toMatchObject({ correct: null, points: null, maxPoints: 0 });
        return;
      }
      expect(credit).toBeGreaterThanOrEqual(0);
      expect(credit).toBeLessThanOrEqual(1);
      expect(graded).toMatchObject({ correct: credit === 1, maxPoints: item.points });
      expect(graded!.points! === item.points).toBe(graded!.correct);
      expect(Math.abs(graded!.points! - credit * item.points)).toBeLessThanOrEqual(0.005 + 1e-9);
    }),
    { numRuns: 500 },
  );
});

test('an answer that is left out earns nothing, and nothing is taken away', () => {
  fc.assert(
    fc.property(scoredPapers, (paper) => {
      const empty = gradePaper({ ...paper, answers: {} });
      expect(hundredths(empty.points)).toBe(0);
      expect(empty.maxPoints).toBe(gradePaper(paper).maxPoints);
    }),
  );
});

test('sections and items add up to the whole', () => {
  fc.assert(
    fc.property(scoredPapers, (paper) => {
      const grade = gradePaper(paper);
      for (const parts of [grade.sections, grade.items]) {
        expect(parts.reduce((sum, { points }) => sum + hundredths(points), 0)).toBe(hundredths(grade.points));
        expect(parts.reduce((sum, { maxPoints }) => sum + maxPoints, 0)).toBe(grade.maxPoints);
      }
      expect(new Set(grade.sections.map(({ skillId }) => skillId)).size).toBe(grade.sections.length);
      for (const { percent } of [grade, ...grade.sections]) {
        expect(percent ?? 0).toBeGreaterThanOrEqual(0);
        expect(percent ?? 0).toBeLessThanOrEqual(100);
        expect(Math.round((percent ?? 0) * 10) / 10).toBe(percent ?? 0);
      }
      for (const { points } of grade.items) expect(Math.round((points ?? 0) * 100) / 100).toBe(points ?? 0);
      expect(grade.passed === null).toBe(paper.passPercent === null || grade.maxPoints === 0);
    }),
  );
});

test('the order in which answers, keys and items come plays no part, and a grade is plain JSON', () => {
  fc.assert(
    fc.property(scoredPapers, (paper) => {
      const turned = <Value>(record: Readonly<Record<string, Value>>) =>
        Object.fromEntries(Object.entries(record).toReversed());
      const grade = gradePaper(paper);
      const again = gradePaper({
        ...paper,
        items: paper.items.toReversed(),
        keys: turned(paper.keys),
        answers: turned(paper.answers),
      });
      expect(JSON.stringify(again)).toBe(JSON.stringify(grade));
      expect(JSON.parse(JSON.stringify(grade))).toEqual(grade);
    }),
  );
});
