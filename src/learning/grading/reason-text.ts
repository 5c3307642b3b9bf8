import type { Contribution } from './grading-types';

/** Full agreement with a weight of 1, in the unit of contributions. */
const WEIGHT = 60;

function strength(contribution: number): string {
  const size = Math.abs(contribution);
  const direction = contribution > 0 ? 'for' : 'against';
  if (size >= 1.5 * WEIGHT) return `speaks strongly ${direction} it`;
  return size >= 0.75 * WEIGHT ? `speaks ${direction} it` : `speaks a little ${direction} it`;
}

/**
 * One reason in plain words, such as: You chose “Agree” for “I like on-call work.”: speaks a little for it.
 * @param texts what the question asked, and the text of the chosen option (null for a question of yes or no)
 */
export function reasonText(reason: Contribution, texts: { prompt: string; optionText: string | null }): string {
  const said =
    texts.optionText === null
      ? `You said ${reason.yes ? 'yes' : 'no'} to “${texts.prompt}”`
      : `You chose “${texts.optionText}” for “${texts.prompt}”`;
  return `${said}: ${strength(reason.contribution)}.`;
}
