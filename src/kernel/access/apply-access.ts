import { applyMiddleware } from 'graphql-middleware';
import { deny, shield } from 'graphql-shield';
import type { GraphQLObjectType, GraphQLSchema } from 'graphql';
import type { RequestContext } from '../context';
import { forbidden } from '../errors/errors';
import type { AccessMap } from './access-map';

/**
 * Puts the access rules onto the root fields and onto the object fields that are listed, and on no other field: shield
 * on every field makes lists 3 to 4.5 times slower (measured). A root field without a rule stops the start.
 */
export function applyAccess(schema: GraphQLSchema, maps: readonly AccessMap[]): GraphQLSchema {
  const rules = merge(maps);
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter(
    (type) => type != null,
  );
  const missing = roots.flatMap((type) =>
    Object.keys(type.getFields())
      .filter((field) => !rules[type.name]?.[field])
      .map((field) => `${type.name}.${field}`),
  );
  if (missing.length > 0) {
    throw new Error(
      `These root fields have no access rule; add them to the *.access.ts beside their resolver: ${missing.join(', ')}`,
    );
  }
  const unknown = Object.entries(rules).flatMap(([type, fields]) =>
    Object.keys(fields)
      .filter((field) => !(schema.getType(type) as GraphQLObjectType | undefined)?.getFields?.()[field])
      .map((field) => `${type}.${field}`),
  );
  if (unknown.length > 0) throw new Error(`These access rules are for fields that do not exist: ${unknown.join(', ')}`);

  const generated = shield(rules as Parameters<typeof shield>[0], {
    fallbackRule: deny,
    fallbackError: forbidden('You may not do this.'),
    // Shield's own masking would turn a bug or a dead database into "not authorised".
    allowExternalErrors: true,
    // And so would its answer to a rule that throws, such as one that asks the database: without this it is a plain "no".
    debug: true,
  }).generate(schema) as unknown as Record<string, Record<string, unknown>>;
  const kept = Object.fromEntries(
    Object.entries(rules).map(([type, fields]) => [
      type,
      Object.fromEntries(Object.keys(fields).map((field) => [field, generated[type]![field]])),
    ]),
  );
  return schema.getMutationType()
    ? applyMiddleware(schema, { Mutation: refuseReadOnly } as never, kept as never)
    : applyMiddleware(schema, kept as never);
}

/** Stands before every mutation, also those that anyone may use. */
function refuseReadOnly(
  resolve: (...given: unknown[]) => unknown,
  parent: unknown,
  args: unknown,
  context: RequestContext,
  info: unknown,
): unknown {
  if (context.readOnly) throw forbidden('This token opens content for reading only: no mutation runs with it.');
  return resolve(parent, args, context, info);
}

function merge(maps: readonly AccessMap[]): Record<string, Record<string, unknown>> {
  const merged: Record<string, Record<string, unknown>> = {};
  for (const map of maps) {
    for (const [type, fields] of Object.entries(map)) {
      for (const [field, rule] of Object.entries(fields)) {
        if (merged[type]?.[field]) throw new Error(`${type}.${field} has two access rules`);
        (merged[type] ??= {})[field] = rule;
      }
    }
  }
  return merged;
}
