/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/test/setup/node-context-environment.cjs',
  runtime: '<rootDir>/test/setup/shared-modules-runtime.cjs',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  globalSetup: '<rootDir>/test/setup/global-setup.ts',
  globalTeardown: '<rootDir>/test/setup/global-teardown.ts',
  setupFiles: ['<rootDir>/test/setup/property-tests.ts'],
  transform: {
    '^.+\\.(ts|tsx|js|mjs)$': ['@swc/jest', require('./test/setup/swc-options.cjs')],
  },
  // Packages that have only ES modules are transformed too, for the global setup, which Jest loads by itself.
  transformIgnorePatterns: ['/node_modules/(?!(sql-template-tag|jose)/)'],
  // Far above what any test takes on a quiet machine: a busy one shall not make a test red.
  testTimeout: 120_000,
  maxWorkers: 2,
};
