import { ClientError, gql, type GraphQLClient } from 'graphql-request';
import { type Caller, makeClient } from './client';

const CAREER = gql`
  query Career($slug: String!) {
    career(slug: $slug) {
      title
      locale {
        requested
        served
      }
    }
  }
`;

const VIEWER = gql`
  query Viewer {
    viewer {
      email
      roles
    }
  }
`;

const PROJECT = gql`
  query Project {
    projects(first: 1) {
      edges {
        node {
          slug
          criteria {
            id
            kind
          }
        }
      }
    }
  }
`;

interface ProjectPage {
  projects: { edges: { node: { slug: string; criteria: { id: string; kind: string }[] } }[] };
}

const SUBMIT = gql`
  mutation Submit($input: SubmitProjectInput!) {
    submitProject(input: $input) {
      submission {
        id
        state
        createdAt
      }
    }
  }
`;

export async function run({ uri, accessToken }: { uri: string; accessToken: string }) {
  const variables = { slug: 'backend-engineer' };
  const ask = (caller: Caller, query: string) => settled(makeClient(uri, caller).request(query, variables));
  const submit = await submitter(makeClient(uri, { accessToken }));
  return {
    career: await ask({}, CAREER),
    inGerman: await ask({ languages: 'de-AT, de;q=0.9' }, CAREER),
    anonymous: await ask({}, VIEWER),
    signedIn: await ask({ accessToken }, VIEWER),
    badToken: await ask({ accessToken: 'nonsense' }, VIEWER),
    draft: await ask({ perspective: 'draft' }, CAREER),
    draftOfLearner: await ask({ perspective: 'draft', accessToken }, CAREER),
    submitted: [await submit('first'), await submit('first'), await submit('second')],
  };
}

/** What hands the first project in with a text as evidence, each time with the same key. */
async function submitter(client: GraphQLClient) {
  const { projects } = await client.request<ProjectPage>(PROJECT);
  const { slug, criteria } = projects.edges[0]!.node;
  const accepted = criteria.filter(({ kind }) => kind === 'ACCEPTANCE');
  return (text: string) => {
    const evidence = accepted.map(({ id }) => ({ criterionId: id, text }));
    const input = { project: slug, repositoryUrl: 'https://example.org/mine', evidence };
    return settled(client.request(SUBMIT, { input }, { 'idempotency-key': 'once' }));
  };
}

/** The data, or what a frontend can learn of the failure. */
async function settled(answer: Promise<unknown>) {
  try {
    return { data: await answer };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return { status: error.response.status, extensions: error.response.errors?.[0]?.extensions };
  }
}
