import '../../../src/modules';
import { isGradable } from '../../../src/content/question/gradable-question';
import { QuestionKind } from '../../../src/content/question/question-kind';
import { questionKind } from '../../../src/content/question/question.kind';
import { ScoringRule } from '../../../src/content/question/scoring-rule';
import { readContent } from '../../../src/content/publishing/content-validation';

const options = ['red', 'green', 'blue'].map((id) => ({ id, text: `The ${id} one` }));

/** A question of each kind that can be published as it is. */
const valid: Record<QuestionKind, object> = {
  SINGLE_CHOICE: { options, key: { correctOptions: ['red'] } },
  MULTIPLE_CHOICE: { options, key: { correctOptions: ['red', 'blue'] } },
  ORDERING: { options, key: { order: ['blue', 'red', 'green'] } },
  NUMERIC: { unit: 'ms', key: { number: 250 } },
  SHORT_TEXT: { key: { acceptedTexts: ['index'] } },
  YES_NO: { key: { yes: true } },
  LIKERT: { options, key: { affinities: [{ career: 'clerk', weight: 1 }] } },
  OPEN: { rubric: [{ id: 'covers', text: 'Covers it.' }] },
};

/** The problems of a question as `pointer rule`. */
function problemsWith(kind: QuestionKind, more: object, stage: 'draft' | 'publishing' = 'publishing'): string[] {
  const { key, ...rest } = { key: undefined, ...valid[kind] } as { key?: object };
  const { key: moreKey, ...moreRest } = { key: undefined, ...more } as { key?: object };
  const content = { kind, prompt: 'Which?', ...rest, ...moreRest, key: key || moreKey ? { ...key, ...moreKey } : null };
  return readContent(questionKind, content, stage).problems.map(({ pointer, rule }) => `${pointer} ${rule}`);
}

const kinds = Object.values(QuestionKind);

test.each(kinds)('a %s question is valid without points and scoring, and with 1 to 20 points', (kind) => {
  expect(problemsWith(kind, {})).toEqual([]);
  for (const points of [0, 21, 1.5]) expect(problemsWith(kind, { points })).toHaveLength(1);
  for (const points of [1, 20]) expect(problemsWith(kind, { points })).toEqual([]);
});

describe('scoring', () => {
  const partial: Partial<Record<QuestionKind, ScoringRule[]>> = {
    MULTIPLE_CHOICE: [ScoringRule.RIGHT_MINUS_WRONG, ScoringRule.EACH_OPTION],
    ORDERING: [ScoringRule.EACH_POSITION, ScoringRule.PAIRS],
  };

  test.each(kinds)('of a %s question is one that fits its kind, in a draft too', (kind) => {
    for (const scoring of Object.values(ScoringRule)) {
      const fits = scoring === ScoringRule.ALL_OR_NOTHING || partial[kind]?.includes(scoring);
      for (const stage of ['draft', 'publishing'] as const)
        expect([scoring, problemsWith(kind, { scoring }, stage)]).toEqual([scoring, fits ? [] : ['/scoring kind']]);
    }
  });

  test('that does not exist is refused', () => {
    expect(problemsWith(QuestionKind.ORDERING, { scoring: 'HALF' })).toEqual(['/scoring isIn']);
  });
});

describe('other units', () => {
  const seconds = { unit: 's', factor: 1000 };

  test.each(kinds.filter((kind) => kind !== QuestionKind.NUMERIC))('are refused of a %s question', (kind) => {
    for (const stage of ['draft', 'publishing'] as const)
      expect(problemsWith(kind, { otherUnits: [seconds] }, stage)).toEqual(['/otherUnits kind']);
  });

  test.each([
    ['without the unit that they lead to', { unit: undefined, otherUnits: [seconds] }, ['/unit required']],
    ['with the unit itself', { otherUnits: [{ unit: 'ms', factor: 1 }] }, ['/otherUnits/0/unit duplicate']],
    ['with a unit twice', { otherUnits: [seconds, seconds] }, ['/otherUnits/1/unit duplicate']],
    ['with a factor of 0', { otherUnits: [{ unit: 's', factor: 0 }] }, ['/otherUnits/0/factor min']],
    ['with a factor below 0', { otherUnits: [{ unit: 's', factor: -1 }] }, ['/otherUnits/0/factor min']],
    [
      'with a factor that is no number',
      { otherUnits: [{ unit: 's', factor: '60' }] },
      ['/otherUnits/0/factor isNumber'],
    ],
    ['without a factor', { otherUnits: [{ unit: 's' }] }, ['/otherUnits/0/factor required']],
    ['without a name', { otherUnits: [{ factor: 60 }] }, ['/otherUnits/0/unit required']],
  ])('%s are refused', (_, more, problems) => {
    expect(problemsWith(QuestionKind.NUMERIC, more)).toEqual(problems);
  });

  test('go with a numeric question; a draft may lack its unit still', () => {
    const otherUnits = [seconds, { unit: 'min', factor: 60_000 }, { unit: 'MS', factor: 1e-12 }];
    expect(problemsWith(QuestionKind.NUMERIC, { otherUnits })).toEqual([]);
    expect(problemsWith(QuestionKind.NUMERIC, { otherUnits, unit: undefined }, 'draft')).toEqual([]);
  });
});

describe('the key', () => {
  test.each(kinds)(
    'of a %s question has a tolerance in percent and capitals only where they mean something',
    (kind) => {
      const refusal = (field: string, isOf: QuestionKind) => (kind === isOf ? [] : [`/key/${field} kind`]);
      for (const stage of ['draft', 'publishing'] as const) {
        expect(problemsWith(kind, { key: { tolerancePercent: 5 } }, stage)).toEqual(
          refusal('tolerancePercent', QuestionKind.NUMERIC),
        );
        expect(problemsWith(kind, { key: { caseSensitive: true } }, stage)).toEqual(
          refusal('caseSensitive', QuestionKind.SHORT_TEXT),
        );
      }
    },
  );

  test('has one sort of tolerance, at most 100 percent, and a number that it is about', () => {
    const numeric = (key: object) => problemsWith(QuestionKind.NUMERIC, { key });
    expect(numeric({ tolerance: 1, tolerancePercent: 1 })).toEqual(['/key/tolerancePercent exclusive']);
    expect(numeric({ tolerance: 0, tolerancePercent: 0 })).toEqual(['/key/tolerancePercent exclusive']);
    expect(numeric({ tolerancePercent: 101 })).toEqual(['/key/tolerancePercent max']);
    expect(numeric({ tolerancePercent: -1 })).toEqual(['/key/tolerancePercent min']);
    expect(numeric({ number: undefined, tolerancePercent: 1 })).toEqual(['/key/number kind']);
    for (const tolerancePercent of [0, 2.5, 100]) expect(numeric({ tolerancePercent })).toEqual([]);
  });
});

describe('a question can be graded', () => {
  const gradable = (kind: QuestionKind, more: object = {}) =>
    isGradable({ kind, prompt: 'Which?', ...valid[kind], ...more } as never);

  test('by a key that says what is right: never a scale or an open question', () => {
    expect(kinds.filter((kind) => !gradable(kind))).toEqual(['LIKERT', 'OPEN']);
    expect(gradable(QuestionKind.YES_NO, { key: { yes: false } })).toBe(true);
    expect(gradable(QuestionKind.NUMERIC, { key: { number: 0 } })).toBe(true);
  });

  test('not without one, nor by one that only speaks about careers', () => {
    for (const kind of kinds) {
      expect([kind, gradable(kind, { key: undefined })]).toEqual([kind, false]);
      const affinities = [{ career: 'clerk', weight: 1 }];
      expect([kind, gradable(kind, { key: { affinities, explanation: 'So.' } })]).toEqual([kind, false]);
    }
  });
});
