import { itemGlobalId } from '../../content/publishing/content-node';
import type { Problem } from '../../kernel/errors/problem';
import type { ItemAnswer, PaperItem } from '../grading/grading-types';
import type { AnswerInput } from './attempt.inputs';

/** The longest text of an answer, in characters. */
export const MAX_ANSWER_LENGTH = 10_000;

/** What of a question says which answers are possible. */
export type AnswerableItem = Pick<PaperItem, 'questionId' | 'kind' | 'optionIds' | 'unit' | 'otherUnits'>;

const valueFields = ['optionIds', 'text', 'number', 'unit', 'yes'] as const;
type ValueField = (typeof valueFields)[number];

const fieldsOfKind: Record<PaperItem['kind'], readonly ValueField[]> = {
  SINGLE_CHOICE: ['optionIds'],
  MULTIPLE_CHOICE: ['optionIds'],
  ORDERING: ['optionIds'],
  LIKERT: ['optionIds'],
  NUMERIC: ['number', 'unit'],
  SHORT_TEXT: ['text'],
  OPEN: ['text'],
  YES_NO: ['yes'],
};

/**
 * Reads the value of an answer, with the ids of the content, in one form for all that mean the same. Nothing of it depends on
 * what is right. No option, a blank text and no field at all are no answer: an empty value.
 * @param pointer where the answer stands in the input
 * @param problems gets what is wrong with it; the value is of no use then
 */
export function readAnswerValue(
  input: Pick<AnswerInput, ValueField>,
  item: AnswerableItem,
  pointer: string,
  problems: Problem[],
): ItemAnswer {
  const add = (field: ValueField, rule: string, message: string, more = ''): void => {
    problems.push({ pointer: `${pointer}/${field}${more}`, rule, message });
  };
  const allowed = fieldsOfKind[item.kind];
  for (const field of valueFields) {
    if (input[field] != null && !allowed.includes(field))
      add(field, 'kind', `A ${item.kind} question is answered by ${allowed.join(' and ')}, not by ${field}.`);
  }
  switch (item.kind) {
    case 'NUMERIC':
      return readNumber(input, item, add);
    case 'SHORT_TEXT':
    case 'OPEN':
      return readText(input.text, add);
    case 'YES_NO':
      return input.yes == null ? {} : { yes: input.yes };
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE':
    case 'ORDERING':
    case 'LIKERT':
      return readOptions(input.optionIds ?? [], item, add);
  }
}

type AddProblem = (field: ValueField, rule: string, message: string, more?: string) => void;

function readOptions(given: readonly string[], item: AnswerableItem, add: AddProblem): ItemAnswer {
  if (given.length === 0) return {};
  const known = new Map(item.optionIds.map((id) => [itemGlobalId(item.questionId, id), id]));
  // More than there are options is said once: a list of thousands has no use for thousands of problems.
  if (given.length > item.optionIds.length) {
    add('optionIds', 'count', `The question has ${item.optionIds.length} options, not ${given.length}.`);
    return {};
  }
  const chosen = given.map((id, index) => {
    const optionId = known.get(id);
    if (optionId === undefined) {
      add('optionIds', 'option', 'This is no option of the question: pass one of its options by id.', `/${index}`);
    } else if (given.indexOf(id) !== index) {
      add('optionIds', 'duplicate', 'This option stands here twice.', `/${index}`);
    }
    return optionId ?? '';
  });
  if (item.kind === 'ORDERING') {
    if (given.length < item.optionIds.length)
      add('optionIds', 'count', `All ${item.optionIds.length} options are put in order, not ${given.length} of them.`);
    return { optionIds: chosen };
  }
  if (item.kind !== 'MULTIPLE_CHOICE' && given.length > 1)
    add('optionIds', 'count', `A ${item.kind} question is answered by one option, not by ${given.length}.`);
  return { optionIds: item.optionIds.filter((id) => chosen.includes(id)) };
}

function readText(text: string | null | undefined, add: AddProblem): ItemAnswer {
  if (text == null) return {};
  // UTF-16 has at most two units a character, so most texts need not be counted.
  if (
    text.length > 2 * MAX_ANSWER_LENGTH ||
    (text.length > MAX_ANSWER_LENGTH && [...text].length > MAX_ANSWER_LENGTH)
  ) {
    add('text', 'length', 'An answer has 10,000 characters at most.');
    return {};
  }
  if (text.includes('\u0000') || !text.isWellFormed())
    add('text', 'text', 'This text holds a NUL or half of a surrogate pair: remove it.');
  return text.trim() === '' ? {} : { text };
}

function readNumber(
  { number, unit }: Pick<AnswerInput, 'number' | 'unit'>,
  item: AnswerableItem,
  add: AddProblem,
): ItemAnswer {
  if (number == null) {
    if (unit != null) add('unit', 'number', 'A unit goes with a number.');
    return {};
  }
  // JSON writes minus zero as 0, and so does the database.
  const value = number + 0;
  if (!Number.isFinite(number)) add('number', 'number', 'This is not a finite number.');
  if (unit == null) return { number: value };
  const units = [...(item.unit === null ? [] : [item.unit]), ...item.otherUnits.map((other) => other.unit)];
  if (!units.includes(unit)) {
    const known = units.length > 0 ? `answered in ${units.join(', ')}` : 'answered without a unit';
    add('unit', 'unit', `The question is ${known}.`);
  }
  return { number: value, unit };
}
