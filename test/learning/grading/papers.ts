import fc from 'fast-check';
import { gradeItem } from '../../../src/learning/grading/grade-item';
import { gradePaper } from '../../../src/learning/grading/grade-paper';
import type { Grade, ItemAnswer, ItemKey, PaperItem, PaperToGrade } from '../../../src/learning/grading/grading-types';

/** A question of one point with nothing beside what is said. */
export function paperItem(item: Partial<PaperItem> & Pick<PaperItem, 'kind'>): PaperItem {
  return {
    position: 1,
    questionId: 'question',
    points: 1,
    scoring: 'ALL_OR_NOTHING',
    optionIds: [],
    unit: null,
    otherUnits: [],
    adviceIfNo: null,
    skillId: null,
    ...item,
  };
}

/** The credit of an answer as a number from 0 to 1; null where nothing is right or wrong. */
export function creditOf(item: PaperItem, key: ItemKey, answer: ItemAnswer): number | null {
  const credit = gradeItem(item, key, answer);
  return credit && credit.gained / credit.of;
}

/** The grade of a quiz of one question. */
export function gradeQuestion(item: PaperItem, key: ItemKey, answer: ItemAnswer): Grade {
  return gradePaper({
    kind: 'QUIZ',
    passPercent: null,
    items: [item],
    keys: { [item.questionId]: key },
    answers: { [item.position]: answer },
  });
}

/** A, B, C …: so many option ids. */
export const optionIds = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => 'ABCDEFGHIJKL'[index]!);

const subsetOf = (ids: readonly string[], minLength = 0) => fc.shuffledSubarray([...ids], { minLength });
const ordersOf = (ids: readonly string[]) => fc.shuffledSubarray([...ids], { minLength: ids.length });

/** One question with its key and an answer, whatever that is worth. */
export interface Answered {
  readonly item: PaperItem;
  readonly key: ItemKey;
  readonly answer: ItemAnswer;
}

const choice = (kind: 'SINGLE_CHOICE' | 'MULTIPLE_CHOICE', scorings: PaperItem['scoring'][]): fc.Arbitrary<Answered> =>
  fc.integer({ min: 2, max: 12 }).chain((count) => {
    const ids = optionIds(count);
    const correct = kind === 'SINGLE_CHOICE' ? fc.constantFrom(...ids).map((id) => [id]) : subsetOf(ids, 1);
    return fc.record({
      item: fc
        .record({ points: fc.integer({ min: 1, max: 20 }), scoring: fc.constantFrom(...scorings) })
        .map((fields) => paperItem({ kind, optionIds: ids, ...fields })),
      key: correct.map((correctOptions) => ({ correctOptions })),
      answer: subsetOf(ids).map((chosen) => ({ optionIds: chosen })),
    });
  });

export const singleChoices = choice('SINGLE_CHOICE', ['ALL_OR_NOTHING']);
export const multipleChoices = choice('MULTIPLE_CHOICE', ['ALL_OR_NOTHING', 'RIGHT_MINUS_WRONG', 'EACH_OPTION']);

export const orderings: fc.Arbitrary<Answered> = fc.integer({ min: 2, max: 12 }).chain((count) =>
  fc.record({
    item: fc
      .record({
        points: fc.integer({ min: 1, max: 20 }),
        scoring: fc.constantFrom<PaperItem['scoring'][]>('ALL_OR_NOTHING', 'EACH_POSITION', 'PAIRS'),
      })
      .map((fields) => paperItem({ kind: 'ORDERING', optionIds: optionIds(count), ...fields })),
    key: ordersOf(optionIds(count)).map((order) => ({ order })),
    answer: ordersOf(optionIds(count)).map((order) => ({ optionIds: order })),
  }),
);

export const numerics: fc.Arbitrary<Answered> = fc.record({
  item: fc.constant(paperItem({ kind: 'NUMERIC', unit: 'ms', otherUnits: [{ unit: 's', factor: 1000 }] })),
  key: fc.record({ number: fc.double({ min: -1e15, max: 1e15, noNaN: true }) }, { requiredKeys: ['number'] }),
  answer: fc.record({ number: fc.double(), unit: fc.constantFrom('ms', 's', 'h') }, { requiredKeys: [] }),
});

export const shortTexts: fc.Arbitrary<Answered> = fc.record({
  item: fc.constant(paperItem({ kind: 'SHORT_TEXT' })),
  key: fc.record({
    acceptedTexts: fc.array(fc.string({ minLength: 1 }), { minLength: 1 }),
    caseSensitive: fc.boolean(),
  }),
  answer: fc.record({ text: fc.string({ unit: 'grapheme' }) }, { requiredKeys: [] }),
});

export const yesOrNos: fc.Arbitrary<Answered> = fc.record({
  item: fc.constant(paperItem({ kind: 'YES_NO' })),
  key: fc.record({ yes: fc.boolean() }, { requiredKeys: [] }),
  answer: fc.record({ yes: fc.boolean() }, { requiredKeys: [] }),
});

export const openOnes: fc.Arbitrary<Answered> = fc.record({
  item: fc.constant(paperItem({ kind: 'OPEN' })),
  key: fc.constant({}),
  answer: fc.record({ text: fc.string() }),
});

export const answeredItems = fc.oneof(
  singleChoices,
  multipleChoices,
  orderings,
  numerics,
  shortTexts,
  yesOrNos,
  openOnes,
);

/** Quizzes and exams of a few questions of three skills, some without a skill. */
export const scoredPapers: fc.Arbitrary<PaperToGrade> = fc
  .record({
    kind: fc.constantFrom<('QUIZ' | 'EXAM')[]>('QUIZ', 'EXAM'),
    passPercent: fc.option(fc.integer({ min: 1, max: 100 })),
    questions: fc.array(fc.tuple(answeredItems, fc.constantFrom('s1', 's2', 's3', null)), { maxLength: 12 }),
  })
  .map(({ kind, passPercent, questions }) => ({
    kind,
    passPercent,
    items: questions.map(([{ item }, skillId], index) => ({
      ...item,
      position: index,
      questionId: `q${index}`,
      skillId,
    })),
    keys: Object.fromEntries(questions.map(([{ key }], index) => [`q${index}`, key])),
    answers: Object.fromEntries(questions.map(([{ answer }], index) => [index, answer])),
  }));
