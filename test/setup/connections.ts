import type { TestApp } from './test-app';

/** A connection, and how to get to it. */
export interface ConnectionUnderTest {
  readonly name: string;
  /** The fields from the root on, the connection last; a field on the way that is a connection itself is entered at its first node. */
  readonly path: readonly string[];
  /** Arguments that stay the same on all pages. */
  readonly args?: string;
  /** What of a node tells it from the others. */
  readonly key: string;
  /** Names the order where path and arguments don't: lists with the same one take each other's cursors. */
  readonly order?: string;
}

export interface PageArgs {
  readonly first?: number;
  readonly last?: number;
  readonly after?: string;
  readonly before?: string;
}

export interface ConnectionPage {
  readonly edges: { readonly cursor: string; readonly node: object }[];
  readonly pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
  readonly totalCount?: number;
}

/** A page of a connection: its query, and the reading of it, which must succeed. */
export function readPage({ path, args = '', key }: ConnectionUnderTest, page: PageArgs = {}, also = '') {
  const given = Object.entries(page)
    .filter(([, value]) => value !== undefined)
    .map(([argument, value]) => `${argument}: ${JSON.stringify(value)}`);
  const all = [args, ...given].filter(Boolean).join(', ');
  const [last, ...before] = path.toReversed();
  const connection = `${last}${all ? `(${all})` : ''} { edges { cursor node { ${key} } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } ${also} }`;
  const enter = (inner: string, field: string) =>
    field.startsWith('publications') ? `${field} { edges { node { ${inner} } } }` : `${field} { ${inner} }`;
  const query = `{ ${before.reduce(enter, connection)} }`;
  return {
    query,
    from: async (app: TestApp): Promise<ConnectionPage> => {
      let value: any = await app.ask(query);
      for (const field of path) {
        const name = field.replace(/\(.*/, '');
        value = (value.edges ? value.edges[0].node : value)[name];
      }
      return value as ConnectionPage;
    },
  };
}

/**
 * Walks a connection to its end and checks what each page says of itself on the way.
 * @param sizes of the pages, again and again
 * @returns the nodes in the order of the list, each as JSON
 */
export async function walk(
  app: TestApp,
  connection: ConnectionUnderTest,
  sizes: readonly number[],
  backward: boolean,
  between?: () => Promise<unknown>,
): Promise<string[]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  for (let step = 0; step < 1_000; step += 1) {
    const size = sizes[step % sizes.length]!;
    const args = backward ? { last: size, before: cursor } : { first: size, after: cursor };
    const { edges, pageInfo } = await readPage(connection, args).from(app);
    pages.push(edges.map((edge) => JSON.stringify(edge.node)));
    const [more, behind] = backward
      ? [pageInfo.hasPreviousPage, pageInfo.hasNextPage]
      : [pageInfo.hasNextPage, pageInfo.hasPreviousPage];
    expect(edges.length <= size && behind === (cursor !== undefined)).toBe(true);
    expect([pageInfo.startCursor, pageInfo.endCursor]).toEqual([
      edges[0]?.cursor ?? null,
      edges.at(-1)?.cursor ?? null,
    ]);
    if (!more) return (backward ? pages.toReversed() : pages).flat();
    expect(edges).toHaveLength(size);
    cursor = (backward ? pageInfo.startCursor : pageInfo.endCursor)!;
    await between?.();
  }
  throw new Error('The walk does not end');
}
