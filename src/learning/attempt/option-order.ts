import { createHash } from 'node:crypto';

/** The kinds whose options are shown in an order of chance; a scale and yes or no have an order of their own. */
const SHUFFLED: ReadonlySet<string> = new Set(['SINGLE_CHOICE', 'MULTIPLE_CHOICE', 'ORDERING']);

/**
 * The order in which a paper shows the options of a question. It is fixed by its arguments alone, so it is the same after
 * every reload, and whoever knows the seed can find it again:
 *
 * Each option gets the SHA-256 of the UTF-8 text `<seed>/<question id>/<option id>`, and options are sorted by it as by a
 * number, the smallest first. Question id is the UUID of the question's document, option id the id in its content.
 * The options of other kinds than SINGLE_CHOICE, MULTIPLE_CHOICE and ORDERING stay in the order of the content.
 */
export function optionOrder(
  seed: string,
  question: { readonly id: string; readonly kind: string; readonly optionIds: readonly string[] },
): string[] {
  if (!SHUFFLED.has(question.kind)) return [...question.optionIds];
  return sortedByChance(question.optionIds, (optionId) => `${seed}/${question.id}/${optionId}`);
}

/**
 * Sorts by the SHA-256 of what each entry is named by: an order that nothing but the names decides.
 * @param nameOf different for each entry
 */
export function sortedByChance<T>(entries: readonly T[], nameOf: (entry: T) => string): T[] {
  return entries
    .map((entry) => ({ entry, hash: createHash('sha256').update(nameOf(entry), 'utf8').digest('hex') }))
    .toSorted((a, b) => (a.hash < b.hash ? -1 : 1))
    .map(({ entry }) => entry);
}
