import { GraphQLSchema, lexicographicSortSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import { applyAccess } from '../access/apply-access';
import type { FeatureModule } from '../module';
import { DateTime } from './scalars';

const DESCRIPTION = `The career graph: careers, skills, levels, projects, questions and assessments, connected.

Start with \`career(slug: "backend-engineer")\` or \`careers\`. Ids are opaque and stay for ever. Lists that can grow are Relay
connections. Errors carry a stable \`extensions.code\` and the \`requestId\`; faults of the input come with \`problems\`.`;

/** type-graphql makes the root types itself, without a description. */
const ROOT_DESCRIPTIONS = {
  Query:
    'What can be read. Everything answers for the perspective of the request: what is published, if it names none.',
  Mutation: 'What can be changed.',
  Subscription: 'What can be listened to.',
};

/** Builds the executable schema of these modules, access rules included. Needs no database. */
export function makeSchema(modules: readonly FeatureModule[]): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: modules.flatMap((module) => module.resolvers) as NonEmptyArray<Function>,
    scalarsMap: [{ type: Date, scalar: DateTime }],
    validate: { forbidUnknownValues: false },
  });
  for (const [name, description] of Object.entries(ROOT_DESCRIPTIONS)) {
    const root = schema.getType(name);
    if (root) root.description = description;
  }
  const described = new GraphQLSchema({ ...lexicographicSortSchema(schema).toConfig(), description: DESCRIPTION });
  return applyAccess(
    described,
    modules.map((module) => module.access),
  );
}
