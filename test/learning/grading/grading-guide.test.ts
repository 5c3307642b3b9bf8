import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutFolder } from '../../../src/checkout-folder';
import { fitAffinities } from '../../../src/learning/grading/fit-affinities';
import type { ItemKey, PaperItem } from '../../../src/learning/grading/grading-types';
import { reasonText } from '../../../src/learning/grading/reason-text';
import { creditOf, gradeQuestion, optionIds, paperItem } from './papers';

/** docs/grading.md says what the grader does: each row of its tables of examples is graded. */
const guide = readFileSync(join(checkoutFolder, 'docs/grading.md'), 'utf8');

/** The rows of the table whose first heading is this, as cells without their backticks. */
function tableOf(heading: string): string[][] {
  const lines = guide.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} `));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  const rows = lines.slice(start + 2, end).map((line) => line.split('|').slice(1, -1));
  return rows.map((cells) => cells.map((cell) => cell.trim().replace(/^`(.+)`$/, '$1')));
}

const letters = (cell: string) => (cell === 'none' ? [] : cell.split(' '));
const CHOICE = ['ALL_OR_NOTHING', 'RIGHT_MINUS_WRONG', 'EACH_OPTION'] as const;
const ORDER = ['ALL_OR_NOTHING', 'EACH_POSITION', 'PAIRS'] as const;
const choiceItem = (scoring: PaperItem['scoring']) =>
  paperItem({ kind: 'MULTIPLE_CHOICE', optionIds: optionIds(6), points: 2, scoring });
const orderItem = (scoring: PaperItem['scoring']) => paperItem({ kind: 'ORDERING', optionIds: optionIds(4), scoring });
const choiceKey = { correctOptions: ['A', 'B', 'C'] };
const orderKey = { order: optionIds(4) };

test.each(tableOf('chosen'))('MULTIPLE_CHOICE: %s', (chosen, ...points) => {
  const answer = { optionIds: letters(chosen!) };
  const graded = CHOICE.map((scoring) => gradeQuestion(choiceItem(scoring), choiceKey, answer).points);
  expect(graded).toEqual(points.map(Number));
});

test.each(tableOf('order'))('ORDERING: %s', (order, ...points) => {
  const answer = { optionIds: letters(order!) };
  const graded = ORDER.map((scoring) => gradeQuestion(orderItem(scoring), orderKey, answer).points);
  expect(graded).toEqual(points.map(Number));
});

test.each(tableOf('number'))('NUMERIC: %s with tolerance %s, %s: %s', (right, tolerance, answer, verdict) => {
  const item = paperItem({ kind: 'NUMERIC', unit: 'ms', otherUnits: [{ unit: 's', factor: 1000 }] });
  const [number, unit] = answer!.split(' ');
  const size = Number.parseFloat(tolerance!);
  const off: ItemKey = tolerance!.endsWith('%') ? { tolerancePercent: size } : { tolerance: size };
  const key = { number: Number(right), ...(tolerance === 'none' ? {} : off) };
  expect(creditOf(item, key, { number: Number(number), unit })).toBe(verdict === 'yes' ? 1 : 0);
});

test.each(tableOf('accepted'))(
  'SHORT_TEXT: %s, case-sensitive %s: %j is right: %s',
  (accepted, cases, text, verdict) => {
    const key = { acceptedTexts: [accepted!], caseSensitive: cases === 'yes' };
    expect(creditOf(paperItem({ kind: 'SHORT_TEXT' }), key, { text })).toBe(verdict === 'yes' ? 1 : 0);
  },
);

test('every table of examples was read', () => {
  const rows = ['chosen', 'order', 'number', 'accepted'].map((heading) => tableOf(heading).length);
  expect(rows).toEqual([9, 6, 12, 14]);
});

describe('what guessing pays', () => {
  const average = (values: number[]) =>
    Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 1000) / 10;
  const subsets = Array.from({ length: 64 }, (_, bits) => optionIds(6).filter((_id, index) => bits & (1 << index)));
  const ways: Record<string, string[][]> = {
    'chooses nothing': [[]],
    'chooses everything': [optionIds(6)],
    'chooses one option at random': optionIds(6).map((id) => [id]),
    'throws a coin for each option': subsets,
  };

  test.each(tableOf('MULTIPLE_CHOICE'))('MULTIPLE_CHOICE: who %s', (way, ...percent) => {
    const paid = CHOICE.map((scoring) =>
      average(ways[way!]!.map((chosen) => creditOf(choiceItem(scoring), choiceKey, { optionIds: chosen })!)),
    );
    expect(paid).toEqual(percent.map(Number));
  });

  test('ORDERING', () => {
    const orders = (ids: string[]): string[][] =>
      ids.length === 0 ? [[]] : ids.flatMap((id) => orders(ids.filter((o) => o !== id)).map((rest) => [id, ...rest]));
    const paid = ORDER.map((scoring) =>
      average(orders(optionIds(4)).map((order) => creditOf(orderItem(scoring), orderKey, { optionIds: order })!)),
    );
    expect([tableOf('ORDERING')[0]![0], ...paid.map(String)]).toEqual(tableOf('ORDERING')[0]);
  });
});

test('the example of a fit test', () => {
  const items = [
    paperItem({ kind: 'LIKERT', optionIds: optionIds(5), questionId: 'users' }),
    paperItem({ kind: 'SINGLE_CHOICE', optionIds: ['form', 'pipeline'], position: 2, questionId: 'task' }),
  ];
  const keys = {
    users: {
      affinities: [
        { career: 'Full-Stack', weight: 2 },
        { career: 'Data', weight: -1 },
      ],
    },
    task: {
      affinities: [
        { option: 'form', career: 'Full-Stack', weight: 1 },
        { option: 'pipeline', career: 'Data', weight: 2 },
      ],
    },
  };
  const affinities = fitAffinities(items, keys, { 1: { optionIds: ['D'] }, 2: { optionIds: ['pipeline'] } });
  const rows = affinities.map(({ careerId, score, lowest, highest, percent, reasons }) => {
    const gave = (place: number) => reasons.find(({ position }) => position === place)?.contribution ?? 0;
    return [careerId, ...[gave(1), gave(2), score, lowest, highest].map((sixtieths) => sixtieths / 60), percent];
  });
  expect(rows.map((row) => row.map(String))).toEqual(tableOf('career'));
  const texts = { prompt: 'Which task do you like best?', optionText: 'a pipeline' };
  expect(guide).toContain(reasonText(affinities[0]!.reasons[0]!, texts));
});
