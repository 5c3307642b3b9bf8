import { CombinedGraphQLErrors, gql, type ObservableQuery, type TypedDocumentNode } from '@apollo/client';
import { filter, firstValueFrom } from 'rxjs';
import { makeClient } from './client';
import { fetchPossibleTypes } from './possible-types';

interface CareerPage {
  careers: { totalCount: number; edges: { node: { id: string; slug: string } }[]; pageInfo: { endCursor: string } };
}

const CAREERS: TypedDocumentNode<CareerPage, { first: number; after?: string }> = gql`
  query Careers($first: Int!, $after: String) {
    careers(first: $first, after: $after, orderBy: { field: TITLE }) {
      totalCount
      edges {
        node {
          id
          slug
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

const AGAIN: TypedDocumentNode<{ nodes: object[] }, { ids: string[] }> = gql`
  query Again($ids: [ID!]!) {
    nodes(ids: $ids) {
      ...Address
      ... on Career {
        title
        locale {
          served
        }
      }
    }
  }

  fragment Address on Content {
    id
    slug
    locale {
      requested
    }
  }
`;

const START = gql`
  mutation Start {
    startAttempt(input: { assessment: "backend-engineer-self-check" }) {
      attemptToken
      attempt {
        id
        paper {
          items {
            id
          }
        }
      }
    }
  }
`;

const ATTEMPT: TypedDocumentNode<{ attempt: { answeredCount: number } }, { id: string; attemptToken: string }> = gql`
  query Attempt($id: ID!, $attemptToken: String) {
    attempt(id: $id, attemptToken: $attemptToken) {
      id
      answeredCount
    }
  }
`;

const SAVE = gql`
  mutation Save($input: SaveAnswersInput!) {
    saveAnswers(input: $input) {
      attempt {
        id
        answeredCount
      }
    }
  }
`;

const TOO_MANY = gql`
  query TooMany {
    careers(first: 1000) {
      totalCount
    }
  }
`;

export async function run({ uri }: { uri: string }) {
  const possibleTypes = await fetchPossibleTypes(uri);
  const headers: Record<string, string> = {};
  /** What was sent since the list was emptied: the method, the operation, and whether its text went along. */
  const operations: string[] = [];
  const send = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const inAddress = Object.fromEntries(new URL(String(input)).searchParams);
    const { operationName, query } = init?.body ? JSON.parse(String(init.body)) : inAddress;
    operations.push(`${init?.method} ${operationName}${query ? ' with text' : ''}`);
    return send(input, init);
  };
  const client = makeClient(uri, possibleTypes, () => headers);

  const pages = client.watchQuery({ query: CAREERS, variables: { first: 5 } });
  const onThePage = pages.subscribe({});
  let { careers } = await shownBy(pages);
  const lengths = [careers.edges.length];
  while (lengths.length < 3) {
    await pages.fetchMore({ variables: { after: careers.pageInfo.endCursor } });
    ({ careers } = await shownBy(pages));
    lengths.push(careers.edges.length);
  }
  onThePage.unsubscribe();
  const sentForPages = operations.splice(0);

  const ids = careers.edges.slice(0, 2).map(({ node }) => node.id);
  await client.query({ query: AGAIN, variables: { ids } });
  const cached = await client.query({ query: AGAIN, variables: { ids }, fetchPolicy: 'cache-only' });

  return {
    possibleTypes,
    lengths,
    sentForPages,
    totalCount: careers.totalCount,
    slugs: careers.edges.map(({ node }) => node.slug),
    nodes: cached.data?.nodes,
    mutation: await answerAndWatch(),
    tooMany: await failureOf(() => client.query({ query: TOO_MANY })),
    draft: await failureOf(() => {
      headers['x-perspective'] = 'draft';
      return client.query({ query: CAREERS, variables: { first: 1 }, fetchPolicy: 'network-only' });
    }),
  };

  /** What a query that is on the page shows before and after a mutation of the same attempt, and what that took. */
  async function answerAndWatch() {
    operations.length = 0;
    const started: any = (await client.mutate({ mutation: START })).data;
    const { attemptToken, attempt } = started.startAttempt;
    const query = client.watchQuery({ query: ATTEMPT, variables: { id: attempt.id, attemptToken } });
    const onThePage = query.subscribe({});
    const before = await shownBy(query);
    const answers = [{ itemId: attempt.paper.items[0].id, clientId: crypto.randomUUID(), yes: true }];
    await client.mutate({ mutation: SAVE, variables: { input: { attemptId: attempt.id, attemptToken, answers } } });
    const after = await shownBy(query);
    onThePage.unsubscribe();
    return { answered: [before, after].map((shown) => shown.attempt.answeredCount), sent: operations.splice(0) };
  }
}

/** What is on the page once all that was asked for is there. */
async function shownBy<Data>(query: ObservableQuery<Data, any>): Promise<Data> {
  const complete = filter((shown: ObservableQuery.Result<Data>) => shown.dataState === 'complete' && !shown.loading);
  return (await firstValueFrom(query.pipe(complete))).data as Data;
}

async function failureOf(ask: () => Promise<unknown>) {
  try {
    await ask();
    return undefined;
  } catch (error) {
    if (!CombinedGraphQLErrors.is(error)) return { unexpected: String(error) };
    return error.errors.map(({ message, extensions }) => ({ message, extensions }));
  }
}
