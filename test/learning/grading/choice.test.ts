import fc from 'fast-check';
import type { AnswerKeyContent } from '../../../src/content/question/question.content';
import type { ItemKey, PaperItem } from '../../../src/learning/grading/grading-types';
import { creditOf, gradeQuestion, multipleChoices, optionIds, paperItem, singleChoices } from './papers';

const SCORINGS = ['ALL_OR_NOTHING', 'RIGHT_MINUS_WRONG', 'EACH_OPTION'] as const;
const single = paperItem({ kind: 'SINGLE_CHOICE', optionIds: optionIds(4) });
const multiple = (scoring: PaperItem['scoring']) =>
  paperItem({ kind: 'MULTIPLE_CHOICE', optionIds: optionIds(4), scoring });

test('a key as an editor writes it is a key of the grader', () => {
  const written: AnswerKeyContent = { correctOptions: ['B'] };
  const key: ItemKey = written;
  expect(creditOf(single, key, { optionIds: ['B'] })).toBe(1);
});

describe('single choice', () => {
  test.each([
    ['no option', []],
    ['another option', ['A']],
    ['two options, one of them right', ['A', 'B']],
    ['the right option and one that is not of the question', ['B', 'Z']],
    ['an option that is not of the question', ['Z']],
  ])('%s earns nothing', (_what, chosen) => {
    expect(creditOf(single, { correctOptions: ['B'] }, { optionIds: chosen })).toBe(0);
  });

  test('a question whose key has only affinities, or only options that are not on the paper, is not scored', () => {
    expect(creditOf(single, { affinities: [] }, { optionIds: ['A'] })).toBeNull();
    expect(creditOf(single, { correctOptions: ['Z'] }, { optionIds: ['A'] })).toBeNull();
  });

  test('only the right option earns all', () => {
    fc.assert(
      fc.property(singleChoices, ({ item, key, answer }) => {
        const exact = answer.optionIds!.length === 1 && answer.optionIds![0] === key.correctOptions![0];
        expect(creditOf(item, key, answer)).toBe(exact ? 1 : 0);
      }),
    );
  });
});

describe('multiple choice', () => {
  test.each(SCORINGS)('%s: nothing chosen earns nothing, not even where most options are rightly left', (scoring) => {
    expect(creditOf(multiple(scoring), { correctOptions: ['A'] }, { optionIds: [] })).toBe(0);
    expect(creditOf(multiple(scoring), { correctOptions: ['A'] }, {})).toBe(0);
    expect(creditOf(multiple(scoring), { correctOptions: ['A'] }, { optionIds: ['A', 'Z'] })).toBe(0);
  });

  test('an option that is ticked twice is ticked', () => {
    expect(creditOf(multiple('EACH_OPTION'), { correctOptions: ['A', 'B'] }, { optionIds: ['A', 'A'] })).toBe(0.75);
  });

  test('an option of the key that is not on the paper is not asked for', () => {
    expect(creditOf(multiple('ALL_OR_NOTHING'), { correctOptions: ['A', 'Z'] }, { optionIds: ['A'] })).toBe(1);
    expect(creditOf(multiple('RIGHT_MINUS_WRONG'), { correctOptions: ['A', 'Z'] }, { optionIds: ['A'] })).toBe(1);
  });

  test('all options earn no more than the share that is right, and nothing with ALL_OR_NOTHING', () => {
    fc.assert(
      fc.property(multipleChoices, ({ item, key }) => {
        const [right, all] = [key.correctOptions!.length, item.optionIds.length];
        const credit = creditOf(item, key, { optionIds: item.optionIds })!;
        expect(credit).toBeLessThanOrEqual(right / all);
        if (right < all && item.scoring === 'ALL_OR_NOTHING') expect(credit).toBe(0);
        if (2 * right <= all && item.scoring === 'RIGHT_MINUS_WRONG') expect(credit).toBe(0);
      }),
    );
  });

  test('full credit is for the right options alone', () => {
    fc.assert(
      fc.property(multipleChoices, ({ item, key, answer }) => {
        const exact = answer.optionIds!.toSorted().join() === key.correctOptions!.toSorted().join();
        expect(creditOf(item, key, answer) === 1).toBe(exact);
        expect(creditOf(item, key, { optionIds: key.correctOptions })).toBe(1);
      }),
    );
  });

  test('a right option more never lowers the credit, a wrong one more never raises it', () => {
    fc.assert(
      fc.property(multipleChoices, ({ item, key, answer }) => {
        const before = creditOf(item, key, answer)!;
        for (const option of item.optionIds.filter((id) => !answer.optionIds!.includes(id))) {
          const after = creditOf(item, key, { optionIds: [...answer.optionIds!, option] })!;
          if (key.correctOptions!.includes(option)) expect(after).toBeGreaterThanOrEqual(before);
          else expect(after).toBeLessThanOrEqual(before);
        }
      }),
    );
  });

  test('the order of options, of ticks and of the key plays no part', () => {
    const reversed = (ids: readonly string[] | undefined) => ids!.toReversed();
    fc.assert(
      fc.property(fc.oneof(singleChoices, multipleChoices), ({ item, key, answer }) => {
        const turned = { ...item, optionIds: reversed(item.optionIds) };
        const grade = gradeQuestion(
          turned,
          { correctOptions: reversed(key.correctOptions) },
          { optionIds: reversed(answer.optionIds) },
        );
        expect(grade).toEqual(gradeQuestion(item, key, answer));
      }),
    );
  });
});
