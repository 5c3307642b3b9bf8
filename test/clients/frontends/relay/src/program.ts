import {
  type Environment,
  fetchQuery,
  type FragmentRefs,
  getFragment,
  getPaginationMetadata,
  getPaginationVariables,
  getRefetchMetadata,
  getSingularSelector,
  type GraphQLTaggedNode,
  type OperationType,
} from 'relay-runtime';
import type { careers_card$data } from './__generated__/careers_card.graphql';
import type { careers_list$data } from './__generated__/careers_list.graphql';
import type { careersAgainQuery } from './__generated__/careersAgainQuery.graphql';
import type { careersPageQuery } from './__generated__/careersPageQuery.graphql';
import { again, careerCard, careerList, careersPage } from './careers';
import { makeEnvironment, RefusedOperation } from './environment';

export async function run({ uri }: { uri: string }) {
  const headers: Record<string, string> = {};
  const environment = makeEnvironment(uri, () => headers);

  const page = await ask<careersPageQuery>(environment, careersPage, {});
  const lengths = [readList(environment, page).careers.edges.length];
  while (lengths.length < 3) {
    await loadNext(environment, page);
    lengths.push(readList(environment, page).careers.edges.length);
  }
  const { careers } = readList(environment, page);
  const [first, last] = [careers.edges[0]!.node, careers.edges.at(-1)!.node];
  const cards = [first, last].map((node) => read<careers_card$data>(environment, careerCard, node));

  const { refetchableRequest, identifierInfo } = getRefetchMetadata(getFragment(careerCard), 'Card');
  const variables = { [identifierInfo!.identifierQueryVariableName]: first.id, skills: 4 };
  const { node }: any = await ask(environment, refetchableRequest, variables);
  const refetched = read<careers_card$data>(environment, careerCard, node);

  const lookedUp = await ask<careersAgainQuery>(environment, again, { id: first.id });
  headers['x-perspective'] = 'draft';
  return {
    lengths,
    totalCount: careers.totalCount,
    ids: careers.edges.map((edge) => edge.node.id),
    titles: cards.map((card) => card.title),
    skills: [cards[0]!, refetched].map((card) => card.skills.edges.map((edge) => edge.node.name)),
    lookedUp: lookedUp.node,
    draft: await ask(environment, careersPage, {}).catch((error: unknown) => {
      if (!(error instanceof RefusedOperation)) throw error;
      return error.errors;
    }),
  };
}

async function ask<Query extends OperationType>(
  environment: Environment,
  query: GraphQLTaggedNode,
  variables: Query['variables'],
): Promise<Query['response']> {
  const data = await fetchQuery<Query>(environment, query, variables).toPromise();
  if (data === undefined) throw new Error('There was no answer.');
  return data;
}

/** What useFragment shows. */
function read<Data>(environment: Environment, fragment: GraphQLTaggedNode, key: unknown): Data {
  const { data, isMissingData } = environment.lookup(getSingularSelector(getFragment(fragment), key));
  if (isMissingData) throw new Error('The store lacks some of what the fragment asks for.');
  return data as Data;
}

function readList(environment: Environment, page: careersPageQuery['response']): careers_list$data {
  return read<careers_list$data>(environment, careerList, page);
}

/** What loadNext of usePaginationFragment does. */
async function loadNext(environment: Environment, page: { ' $fragmentSpreads': FragmentRefs<'careers_list'> }) {
  const fragment = getFragment(careerList);
  const { paginationRequest, paginationMetadata } = getPaginationMetadata(fragment, 'List');
  const { careers } = read<any>(environment, careerList, page);
  const { endCursor, hasNextPage } = careers.pageInfo;
  if (!hasNextPage) throw new Error('There is no next page.');
  await ask(
    environment,
    paginationRequest,
    getPaginationVariables('forward', 5, endCursor, {}, {}, paginationMetadata),
  );
}
