// Stands in for the product's own server while the browser test looks at the page alone: the same plugin and a schema
// with the shape of the public API, answered by type instead of from a database.
import { ApolloServer } from '@apollo/server';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import fastify, { type FastifyInstance } from 'fastify';
import {
  buildSchema,
  getNamedType,
  getNullableType,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  isEnumType,
  isListType,
  isScalarType,
} from 'graphql';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { playground } from '../../src/kernel/http/playground';

const root = join(__dirname, '..', '..');

export interface ExampleServer {
  app: FastifyInstance;
  /** `http://127.0.0.1:<port>` */
  address: string;
}

/** Starts a server on a free port that serves the playground from `folder` and a small schema at /graphql. */
export async function startExampleServer(folder: string): Promise<ExampleServer> {
  const app = fastify({ forceCloseConnections: true });
  const typeDefs = await readFile(join(__dirname, 'example-schema.graphql'), 'utf8');
  const apollo = new ApolloServer({
    schema: buildSchema(typeDefs),
    fieldResolver: answerByType,
    introspection: true,
    plugins: [fastifyApolloDrainPlugin(app)],
  });
  await apollo.start();
  await app.register(fastifyApollo(apollo));
  await app.register(playground, { folder, operations: join(root, 'schema', 'operations') });
  return { app, address: await app.listen({ host: '127.0.0.1', port: 0 }) };
}

const answerByType: GraphQLFieldResolver<Record<string, unknown>, unknown> = (parent, args, _context, info) => {
  if (info.fieldName in args && typeof args[info.fieldName] === 'string') return args[info.fieldName];
  if (info.fieldName === 'slug') return parent.requestedSlug ?? 'backend-engineer';
  return valueOf(info.returnType, info.fieldName, args);
};

function valueOf(type: GraphQLOutputType, fieldName: string, args: Record<string, unknown>): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    return [valueOf(nullable.ofType, fieldName, args), valueOf(nullable.ofType, fieldName, args)];
  }
  const named = getNamedType(nullable);
  if (isEnumType(named)) return named.getValues()[0]?.value;
  if (!isScalarType(named)) return { requestedSlug: args.slug };
  return { Int: 3, Float: 3, Boolean: true }[named.name] ?? `${fieldName} of the example`;
}
