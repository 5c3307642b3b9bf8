import type { CodegenConfig } from '@graphql-codegen/cli';

const config: CodegenConfig = {
  // The file from this repository, or the address of a server.
  schema: 'schema.graphql',
  documents: ['src/**/*.ts', 'operations/*.graphql', '!src/gql/**'],
  generates: {
    './src/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: { unmaskFunctionName: 'readFragment' } },
      config: {
        // How the scalars of the schema travel in JSON. One that is missing here is an error.
        scalars: {
          ID: 'string',
          DateTimeISO: 'string',
          LocalDate: 'string',
          JSON: 'unknown',
        },
        strictScalars: true,
        defaultScalarType: 'never',
        enumsAsTypes: true,
        useTypeImports: true,
      },
    },
  },
};

export default config;
