import { ClientError, GraphQLClient } from 'graphql-request';
import { readFragment } from './gql/fragment-masking';
import { graphql } from './gql/gql';
import { CareersByPageDocument, LearnPageDocument, type SaveCareerMutationVariables } from './gql/graphql';

const SkillRow = graphql(`
  fragment SkillRow on CareerSkillEdge {
    importance
    requiredLevel {
      id
      name
    }
    node {
      id
      name
    }
  }
`);

const Skills = graphql(`
  query Skills($slug: String!, $first: Int!) {
    career(slug: $slug) {
      id
      title
      updatedAt
      skills(first: $first) {
        edges {
          ...SkillRow
        }
      }
      demand {
        id
        statedOn
      }
    }
  }
`);

const SaveCareer = graphql(`
  mutation SaveCareer($input: SaveCareerInput!) {
    saveCareer(input: $input) {
      career {
        id
        title
      }
    }
  }
`);

export async function run({ uri }: { uri: string }) {
  const client = new GraphQLClient(uri);
  const { career } = await client.request(Skills, { slug: 'backend-engineer', first: 2 });
  const { careers } = await client.request(CareersByPageDocument, { first: 3 });
  const { career: page } = await client.request(LearnPageDocument, { slug: 'backend-engineer' });
  // What an editor would save: the compiler knows each field and scalar of it.
  const draft: SaveCareerMutationVariables = {
    input: {
      slug: 'tester',
      content: {
        title: 'Tester',
        tagline: 'Finds out what breaks.',
        summary: 'Tests.',
        demand: [{ outlook: 'STEADY', text: 'As ever.', source: 'nobody', statedOn: '2026-01-31' }],
      },
    },
  };
  const refusal = await client.request(SaveCareer, draft).catch((error: unknown) => {
    if (!(error instanceof ClientError)) throw error;
    return error.response.errors?.[0]?.extensions.code;
  });
  const title: string | undefined = career?.title;
  const updatedAt: string | undefined = career?.updatedAt;
  return {
    title,
    updatedAt,
    skills: career?.skills.edges.map((edge) => readFragment(SkillRow, edge)),
    careers: careers.edges.map(({ node }) => node.slug),
    totalCount: careers.totalCount,
    refusal,
    steps: page?.learningPath.map((step) => step.title.length > 0),
  };
}
