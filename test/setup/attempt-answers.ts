import { randomUUID } from 'node:crypto';
import { toGlobalId } from '../../src/kernel/graphql/global-id';
import type { ItemAnswer, PaperItem } from '../../src/learning/grading/grading-types';
import { itemIdOf, type MadeAnswer, type ModelAttempt } from './attempt-model';
import type { AnswerValue } from './learners';

/** What is sent, and what it means in the form that is stored. */
interface Choice {
  readonly sent: AnswerValue;
  readonly value: ItemAnswer;
}

const nothing: Choice = { sent: {}, value: {} };
const texts = ['Idempotency', ' idempotence ', 'IDEMPOTENCY', 'something else', 'Zwölf 🐢 and a "quote"\n'];
const numbers: Choice[] = [
  { sent: { number: 250 }, value: { number: 250 } },
  { sent: { number: 0.25, unit: 's' }, value: { number: 0.25, unit: 's' } },
  { sent: { number: 255, unit: 'ms' }, value: { number: 255, unit: 'ms' } },
  { sent: { number: -0 }, value: { number: 0 } },
  { sent: { number: 1e-7, unit: null }, value: { number: 1e-7 } },
];

/**
 * An answer to a question, by a number: the same one each time.
 * @param n a whole number, 0 or more; 0 takes the answer back
 */
export function choiceFor({ kind, questionId, optionIds }: PaperItem, n: number): Choice {
  const chosen = (ids: readonly string[], inContentOrder = ids): Choice => ({
    sent: { optionIds: ids.map((id) => toGlobalId('Item', `${questionId}/${id}`)) },
    value: ids.length > 0 ? { optionIds: inContentOrder } : {},
  });
  if (n === 0) return nothing;
  switch (kind) {
    case 'SINGLE_CHOICE':
    case 'LIKERT':
      return chosen([optionIds[n % optionIds.length]!]);
    case 'MULTIPLE_CHOICE': {
      const ids = optionIds.filter((_, index) => (n >> index) % 2 === 1);
      // Sent in another order than stored.
      return chosen(n % 3 === 0 ? ids : ids.toReversed(), ids);
    }
    case 'ORDERING':
      return chosen(arrangement(optionIds, n));
    case 'NUMERIC':
      return numbers[n % numbers.length]!;
    case 'YES_NO':
      return n % 2 === 0
        ? { sent: { yes: false }, value: { yes: false } }
        : { sent: { yes: true }, value: { yes: true } };
    case 'SHORT_TEXT':
    case 'OPEN': {
      if (n % 7 === 0) return { sent: { text: ' \n' }, value: {} };
      const text = texts[n % texts.length]!;
      return { sent: { text }, value: { text } };
    }
  }
}

/** All of them in an order that the number says. */
function arrangement(ids: readonly string[], n: number): string[] {
  const left = [...ids];
  let rest = n;
  return ids.map(() => {
    const [taken] = left.splice(rest % left.length, 1);
    rest = Math.floor(rest / 2);
    return taken!;
  });
}

/** What is wrong with an answer that must be refused, by the problem that is reported. */
const mistakes: { readonly problem: string; readonly with: object }[] = [
  { problem: '/itemId item', with: { itemId: 'x' } },
  { problem: '/revision range', with: { revision: -1 } },
  { problem: '/clientId uuid', with: { clientId: 'mine' } },
];

export interface Pick {
  readonly item: number;
  readonly choice: number;
  /** How the revision comes about: as the device knows it, left to the server, or a number of its own. */
  readonly revision: 'known' | 'left out' | number;
}

/**
 * An answer as a device makes it: with an id of its own.
 * @param known the highest revision of the item that the device knows
 */
export function makeAnswer(attempt: ModelAttempt, { item, choice, revision }: Pick, known: number): MadeAnswer {
  const question = attempt.paper.items[item % attempt.paper.items.length]!;
  const { sent, value } = choiceFor(question, choice);
  const numbered =
    revision === 'left out' ? {} : { revision: revision === 'known' ? Math.min(known + 1, 1_000_000_000) : revision };
  return {
    sent: { clientId: randomUUID(), itemId: itemIdOf(attempt, question.position), ...numbered, ...sent },
    position: question.position,
    value,
    wrong: null,
  };
}

/** The same answer with a mistake in it. */
export function mistaken(made: MadeAnswer, n: number): MadeAnswer {
  const mistake = mistakes[n % mistakes.length]!;
  return { ...made, sent: { ...made.sent, ...mistake.with }, wrong: mistake.problem };
}

/** The id of a known answer, on a new one with another value. */
export const reusing = (made: MadeAnswer, clientId: string): MadeAnswer => ({
  ...made,
  sent: { ...made.sent, clientId },
});
