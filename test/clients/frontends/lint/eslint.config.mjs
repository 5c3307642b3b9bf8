import graphql from '@graphql-eslint/eslint-plugin';

const off = (...names) => Object.fromEntries(names.map((name) => [`@graphql-eslint/${name}`, 'off']));

/** Rules for the printed schema. */
const schemaRules = {
  ...graphql.configs['flat/schema-all'].rules,
  ...graphql.configs['flat/schema-relay'].rules,
  '@graphql-eslint/description-style': ['error', { style: 'block' }],
  '@graphql-eslint/require-description': [
    'error',
    {
      types: true,
      rootField: true,
      DirectiveDefinition: true,
      EnumValueDefinition: true,
      FieldDefinition: true,
      InputValueDefinition: true,
    },
  ],
  // Putting a document away and taking it back are asked for by the same input.
  '@graphql-eslint/input-name': ['error', { checkInputType: false }],
  '@graphql-eslint/relay-edge-types': [
    'error',
    {
      withEdgeSuffix: true,
      // Lists with a bound of their own, such as the levels of a career, have no pages: they are plain lists.
      listTypeCanWrapOnlyEdgeType: false,
      // What belongs to a person or to editors is found through a field that knows whose it is, not by node.
      shouldImplementNode: false,
    },
  ],
  // Two fields of content that clients use: a mistake has a remedy beside its mistake, a moment of a day has a text beside its
  // moment. Warnings are counted by the test: no third one gets in.
  '@graphql-eslint/no-typename-prefix': 'warn',
  ...off(
    // The file is printed in order already; this rule has another opinion on where capitals come.
    'alphabetize',
    // Mutations are wanted.
    'no-root-type',
    // Most types are values: a level of a career, a page, a payload. They are part of what has an id.
    'strict-id-in-types',
    // A root field that fails is an operation that failed: frontends are spared a check for null that means nothing else.
    'require-nullable-result-in-root',
    // A payload answers what was changed; what else is wanted is asked for by a query of its own.
    'require-field-of-type-query-in-mutation-result',
  ),
};

/** Rules for the playground's examples. */
const exampleRules = {
  ...graphql.configs['flat/operations-all'].rules,
  '@graphql-eslint/match-document-filename': ['error', { query: 'PascalCase', mutation: 'PascalCase' }],
  // As deep as the graph is walked in one go; what an operation may ask is bounded by its cost.
  '@graphql-eslint/selection-set-depth': ['error', { maxDepth: 11 }],
  ...off(
    // They are read by people, in the order in which a page shows things.
    'alphabetize',
    // Examples ask for what they show; ids are for clients with a cache.
    'require-selections',
  ),
};

const inFiles = (files, rules) => ({
  files,
  languageOptions: {
    parser: graphql.parser,
    parserOptions: { graphQLConfig: { schema: './schema.graphql', documents: './operations/*.graphql' } },
  },
  plugins: { '@graphql-eslint': graphql },
  rules,
});

export default [inFiles(['schema.graphql'], schemaRules), inFiles(['operations/*.graphql'], exampleRules)];
