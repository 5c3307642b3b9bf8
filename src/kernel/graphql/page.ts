import { ArgsType, Field, Int } from 'type-graphql';
import { badInput } from '../errors/errors';

export const DEFAULT_PAGE_SIZE = 20;

/** Relay's four paging arguments, the same on every connection. */
@ArgsType()
export class PageArguments {
  @Field(() => Int, {
    nullable: true,
    description: `How many to return from the start, or after \`after\`; ${DEFAULT_PAGE_SIZE} when neither first nor last is given. Over the server's limit (100 unless set otherwise) is BAD_USER_INPUT.`,
  })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Return what comes after this cursor.' })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many to return from the end, or before `before`. Not together with first.',
  })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Return what comes before this cursor.' })
  before?: string | null;
}

/** A checked request for one page: at most `limit` rows in one direction, strictly between the cursors. */
export interface Page {
  readonly limit: number;
  readonly backward: boolean;
  readonly after?: string;
  readonly before?: string;
}

/** Checks paging arguments against the limit of a page (rows); throws BAD_USER_INPUT that names the argument. */
export function requirePage(args: PageArguments, maxPageSize: number): Page {
  const { first, last } = args;
  if (first != null && last != null) {
    throw badInput('/last', 'exclusive', 'Pass first or last, not both: they page in opposite directions.');
  }
  for (const [name, value] of [
    ['first', first],
    ['last', last],
  ] as const) {
    if (value != null && (value < 0 || value > maxPageSize)) {
      throw badInput(
        `/${name}`,
        'range',
        `${name} must be between 0 and ${maxPageSize}, not ${value}: page through the rest with a cursor.`,
      );
    }
  }
  return {
    limit: first ?? last ?? Math.min(DEFAULT_PAGE_SIZE, maxPageSize),
    backward: last != null,
    after: args.after ?? undefined,
    before: args.before ?? undefined,
  };
}

/** Rows of one page in their final order, cut to the limit, from a read of up to limit + 1 rows in the page's direction. */
export function cutPage<Row>(
  read: readonly Row[],
  page: Page,
): { rows: Row[]; hasNextPage: boolean; hasPreviousPage: boolean } {
  const more = read.length > page.limit;
  const rows = read.slice(0, page.limit);
  if (page.backward) rows.reverse();
  return {
    rows,
    hasNextPage: page.backward ? page.before !== undefined : more,
    hasPreviousPage: page.backward ? more : page.after !== undefined,
  };
}
