import type { ItemAnswer, ItemKey, PaperItem } from './grading-types';

/** One way to answer a question of a fit test: an option, or yes or no. */
export interface FitChoice {
  readonly optionId: string | null;
  readonly yes: boolean | null;
}

/** A weight of 1 in the unit of scores. The steps of scales of 3 to 7 options are whole sixtieths, so sums are exact. */
const WEIGHT = 60;

/** Every way to answer a question; none for the kinds that say nothing about careers. */
export function fitChoices({ kind, optionIds }: PaperItem): readonly FitChoice[] {
  if (kind === 'YES_NO') return [true, false].map((yes) => ({ optionId: null, yes }));
  if (kind !== 'SINGLE_CHOICE' && kind !== 'LIKERT') return [];
  return optionIds.map((optionId) => ({ optionId, yes: null }));
}

/** Whether an answer is this choice; an answer with two options is none. */
export function isChoice({ optionId, yes }: FitChoice, answer: ItemAnswer): boolean {
  return optionId === null ? answer.yes === yes : answer.optionIds?.length === 1 && answer.optionIds[0] === optionId;
}

/** The answer that makes a choice. */
export function answerOf({ optionId, yes }: FitChoice): ItemAnswer {
  return optionId === null ? { yes: yes === true } : { optionIds: [optionId] };
}

/**
 * What a choice adds to the score of a career, in sixtieths of a weight of 1. An affinity that names an option speaks when
 * that option is chosen. One that names none speaks by the scale (LIKERT), from minus its weight at full disagreement to
 * plus its weight at full agreement, or with yes as plus and no as minus its weight (YES_NO).
 */
export function fitContribution(item: PaperItem, key: ItemKey, choice: FitChoice, careerId: string): number {
  const agreement = agreementOf(item, choice);
  const sixtieths = (key.affinities ?? [])
    .filter((affinity) => affinity.career === careerId)
    .map(({ option, weight }) => {
      if (option !== undefined) return option === choice.optionId ? weight * WEIGHT : 0;
      return Math.round((weight * WEIGHT * agreement.steps) / agreement.of);
    });
  return sixtieths.reduce((sum, value) => sum + value, 0);
}

/** From -1 (no, full disagreement) to 1 (yes, full agreement), as a fraction; 0 where a choice is no agreement. */
function agreementOf({ kind, optionIds }: PaperItem, { optionId, yes }: FitChoice): { steps: number; of: number } {
  if (kind === 'YES_NO') return { steps: yes ? 1 : -1, of: 1 };
  const last = optionIds.length - 1;
  if (kind !== 'LIKERT' || optionId === null || last < 1) return { steps: 0, of: 1 };
  return { steps: 2 * optionIds.indexOf(optionId) - last, of: last };
}
