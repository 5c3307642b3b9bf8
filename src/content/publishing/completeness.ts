import { pointerTo, type Problem } from '../../kernel/errors/problem';

/*
 * The words in which a kind says what a good document of it has beside what publishing asks for. Thin content can be
 * published; its author is told what is missing and what to do about it.
 */

/** A document as its author wrote it, and what refers to it. */
export interface AuthoredDocument<C extends object = object> {
  readonly slug: string;
  /** References as the author wrote them, slugs as a rule. Secret fields are there too. */
  readonly content: C;
  /** The documents that refer to it, such as CAREER/backend-engineer. */
  readonly referredBy: readonly string[];
}

/** Something to be said of one document. An ERROR is a mistake that shows only beside the others of its kind. */
export interface Remark extends Problem {
  readonly severity: 'ERROR' | 'WARNING';
  readonly slug: string;
}

/** What all documents of a kind, seen together, give reason to say. */
export type Completeness<C extends object> = (documents: readonly AuthoredDocument<C>[]) => Remark[];

/** A rule for one document at a time. */
export type CompletenessRule<C extends object> = (document: AuthoredDocument<C>) => Problem[];

/** Every rule applied to every document; what they find are warnings. */
export const everyDocument =
  <C extends object>(...rules: CompletenessRule<C>[]): Completeness<C> =>
  (documents) =>
    documents.flatMap((document) =>
      rules.flatMap((rule) => rule(document)).map((found) => ({ severity: 'WARNING', slug: document.slug, ...found })),
    );

/** The list has at least so many entries. `way` says what to write. */
export const atLeast =
  <C extends object>(field: keyof C & string, count: number, way: string): CompletenessRule<C> =>
  ({ content }) => {
    const { length } = (content[field] ?? []) as unknown[];
    if (length >= count) return [];
    const pointer = pointerTo('', field);
    const wanted = count === 1 ? '' : `, at least ${count} entries are wanted`;
    if (length === 0) return [{ pointer, rule: `no-${field}`, message: `is empty${wanted}: ${way}` }];
    return [{ pointer, rule: `few-${field}`, message: `has ${length} of at least ${count} entries: ${way}` }];
  };

/** The text has at least so many characters. */
export const longEnough =
  <C extends object>(field: keyof C & string, characters: number, way: string): CompletenessRule<C> =>
  ({ content }) => {
    const { length } = (content[field] ?? '') as string;
    if (length >= characters) return [];
    const message = `has ${length} of at least ${characters} characters: ${way}`;
    return [{ pointer: pointerTo('', field), rule: `short-${field}`, message }];
  };

/** Each entry of the list has these fields, by name, each with what to write. */
export const eachEntry =
  <C extends object, F extends keyof C & string>(
    field: F,
    ways: Partial<Record<keyof (NonNullable<C[F]> extends readonly (infer Entry)[] ? Entry : never) & string, string>>,
  ): CompletenessRule<C> =>
  ({ content }) =>
    ((content[field] ?? []) as Record<string, unknown>[]).flatMap((entry, index) =>
      Object.entries(ways as Record<string, string>)
        .filter(([name]) => entry[name] === undefined)
        .map(([name, way]) => ({
          pointer: pointerTo(pointerTo(pointerTo('', field), index), name),
          rule: `no-${name}`,
          message: `is missing: ${way}`,
        })),
    );

/** Some other document refers to it. */
export const referredTo =
  <C extends object>(way: string): CompletenessRule<C> =>
  ({ referredBy }) =>
    referredBy.length > 0 ? [] : [{ pointer: '', rule: 'stands-alone', message: `nothing refers to it: ${way}` }];
