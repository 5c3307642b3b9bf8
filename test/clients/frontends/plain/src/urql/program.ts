import { gql, type CombinedError, type TypedDocumentNode } from '@urql/core';
import { makeClient } from './client';

interface SkillPage {
  skills: { totalCount: number; edges: { node: { slug: string } }[]; pageInfo: PageInfo };
}

interface PageInfo {
  hasNextPage: boolean;
  endCursor: string | null;
}

const SKILLS: TypedDocumentNode<SkillPage, { after: string | null }> = gql`
  query Skills($after: String) {
    skills(first: 40, after: $after) {
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

const NO_FIELD = gql`
  query NoField {
    careers {
      pages
    }
  }
`;

const NO_ITEM = gql`
  mutation NoItem {
    recordProgress(input: { itemId: "nothing", state: DONE }) {
      attemptToken
    }
  }
`;

const NO_LEARNER = gql`
  query NoLearner($attemptToken: String!) {
    anonymousLearner(attemptToken: $attemptToken) {
      attempts {
        totalCount
      }
    }
  }
`;

export async function run({ uri }: { uri: string }) {
  const requests: string[] = [];
  const send = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    requests.push(init?.method ?? 'GET');
    return send(input, init);
  };
  const headers: Record<string, string> = {};
  const client = makeClient(uri, () => headers);

  const slugs: string[] = [];
  let totalCount = 0;
  let after: string | null = null;
  for (let more = true; more;) {
    const { data, error }: { data?: SkillPage; error?: CombinedError } = await client.query(SKILLS, { after });
    if (!data) throw error ?? new Error('There is no data.');
    slugs.push(...data.skills.edges.map(({ node }) => node.slug));
    totalCount = data.skills.totalCount;
    after = data.skills.pageInfo.endCursor;
    more = data.skills.pageInfo.hasNextPage;
  }
  const pages = requests.splice(0);
  const again = await client.query(SKILLS, { after: null });
  const fromCache = { length: again.data?.skills.edges.length, requests: requests.splice(0) };

  const noField = failureOf((await client.query(NO_FIELD, {})).error);
  const noItem = failureOf((await client.mutation(NO_ITEM, {})).error);
  const noLearner = failureOf((await client.query(NO_LEARNER, { attemptToken: 'nobody' })).error);
  headers['x-perspective'] = 'draft';
  const draft = failureOf((await client.query(SKILLS, { after: null }, { requestPolicy: 'network-only' })).error);
  return {
    slugs,
    totalCount,
    pages,
    fromCache,
    failures: { noField, noItem, noLearner, draft },
    failureRequests: requests,
  };
}

function failureOf(error: CombinedError | undefined) {
  return {
    network: error?.networkError?.message,
    status: error?.response?.status,
    errors: error?.graphQLErrors.map(({ message, extensions }) => ({ message, extensions })),
  };
}
