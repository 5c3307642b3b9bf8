import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { anyone } from '../../../src/kernel/access/access-map';
import type { RequestContext } from '../../../src/kernel/context';
import { cachePublicAnswers } from '../../../src/kernel/http/public-answers';
import { PublicQueries } from '../../../src/kernel/http/public-queries';

const schema = new GraphQLSchema({
  query: new GraphQLObjectType({ name: 'Query', fields: { word: { type: GraphQLString, resolve: () => 'moon' } } }),
});
const wordModule = {
  folder: 'word',
  entities: [],
  resolvers: [],
  access: { Query: { word: anyone } },
  publicQueries: ['word'],
};
/** Answers in the place of every operation. */
const instead: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    responseForOperation: async () => ({
      http: { headers: new HeaderMap() },
      body: { kind: 'single', singleResult: { data: { word: 'instead' } } },
    }),
  }),
};

/** Sends `{ word }` by GET to a server with these plugins; resolves to what the answer says of being kept. */
async function sent(
  plugins: ApolloServerPlugin<RequestContext>[],
  { publicState, tag }: { publicState?: () => Promise<string>; tag?: string } = {},
) {
  const apollo = new ApolloServer<RequestContext>({ schema, plugins, csrfPrevention: false });
  await apollo.start();
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: 'GET',
      headers: new HeaderMap(tag === undefined ? [] : [['if-none-match', tag]]),
      search: '?query=%7Bword%7D',
      body: undefined,
    },
    context: async () => ({ publicState }) as RequestContext,
  });
  await apollo.stop();
  const { headers, status } = answer;
  return { status, tag: headers.get('etag'), cacheControl: headers.get('cache-control') };
}

const caching = cachePublicAnswers(new PublicQueries(schema, [wordModule]), 5);
const kept = { cacheControl: 'public, max-age=5, must-revalidate' };

test('an answer is kept where the state of what is public is known, and nowhere else', async () => {
  expect(await sent([caching], { publicState: async () => '1' })).toMatchObject(kept);
  const notKept = { status: undefined, tag: undefined };
  expect(await sent([caching])).toMatchObject(notKept);
  expect(await sent([caching], { publicState: () => Promise.reject(new Error('away')) })).toMatchObject(notKept);
});

test('what another plugin answers in the place of an operation is never kept, whichever comes first', async () => {
  const publicState = async () => '1';
  const { tag } = await sent([caching], { publicState });
  expect(await sent([caching], { publicState, tag })).toMatchObject({ status: 304, tag });
  for (const plugins of [
    [caching, instead],
    [instead, caching],
  ])
    expect(await sent(plugins, { publicState })).toMatchObject({ tag: undefined });
  expect(await sent([instead, caching], { publicState, tag })).toMatchObject({ status: undefined, tag: undefined });
});

test('another state of what is public has another tag', async () => {
  const [one, two] = await Promise.all(['1', '2'].map((state) => sent([caching], { publicState: async () => state })));
  expect(one!.tag).not.toBe(two!.tag);
});
