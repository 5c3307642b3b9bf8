import type { Advice, ItemAnswer, PaperItem } from './grading-types';

/** What a self-check advises: for each no, in the order of the items, what its question says to do next. */
export function selfCheckAdvice(
  items: readonly PaperItem[],
  answers: Readonly<Record<number, ItemAnswer>>,
): readonly Advice[] {
  return items.flatMap(({ position, questionId, kind, adviceIfNo }) =>
    kind === 'YES_NO' && adviceIfNo !== null && answers[position]?.yes === false
      ? [{ position, questionId, text: adviceIfNo }]
      : [],
  );
}
