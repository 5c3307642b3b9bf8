/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  globalSetup: '<rootDir>/test/setup/global-setup.ts',
  globalTeardown: '<rootDir>/test/setup/global-teardown.ts',
  setupFiles: ['reflect-metadata', '<rootDir>/test/setup/property-tests.ts'],
  transform: {
    '^.+\\.(ts|tsx|js|mjs)$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  // Packages with ES modules, or with import() of their own, are transformed too; Jest can't run them as they are.
  transformIgnorePatterns: ['/node_modules/(?!(sql-template-tag|jose|@opentelemetry/otlp-exporter-base)/)'],
  // Far above what any test takes on a quiet machine: a busy one shall not make a test red.
  testTimeout: 120_000,
  maxWorkers: 2,
};
