import path from 'node:path';
import { checkoutFolder } from '../../src/checkout-folder';
import { ConfigError, loadConfig, settingNames, settingsHelp } from '../../src/config';

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('without settings, everything has its default', () => {
  expect(loadConfig({})).toEqual({
    environment: 'production',
    http: { host: '127.0.0.1', port: 4000, corsOrigins: [], publicMaxAge: 0 },
    database: { dataFolder: path.join(checkoutFolder, '.careergraph'), poolSize: 10, statementTimeout: 30_000 },
    content: { folder: path.join(checkoutFolder, 'content'), load: 'when-empty' },
    accounts: {
      admin: { email: 'admin@localhost' },
      tokens: { issuer: 'careergraph', audience: 'careergraph' },
    },
    jobs: { run: true },
    shutdownLimit: 20_000,
    log: { level: 'info', requests: 'auto', slowOperation: 1000, slowStatement: 500 },
    limits: {
      maxPageSize: 100,
      maxCost: 100_000,
      maxNodes: 20_000,
      maxDepth: 30,
      maxAliases: 250,
      maxListLength: 1_000,
      maxBodyBytes: 1_000_000,
      operationTimeout: 30_000,
      budget: { anonymous: 5_000_000, known: 10_000_000, store: 'memory' },
      anonymousLearnersPerHour: 600,
      registrationsPerHour: 100,
      idempotencyHours: 24,
    },
  });
});

test('an empty value counts as not set', () => {
  const empty = Object.fromEntries(settingNames.map((name) => [name, '']));
  expect(loadConfig(empty)).toEqual(loadConfig({}));
});

test('settings are read as what they are', () => {
  const config = loadConfig({
    PORT: '0',
    HOST: '::1',
    DATABASE_URL: 'postgresql://me:secret@db/graph',
    DATA_FOLDER: '/data folder',
    CONTENT_FOLDER: 'other/content',
    LOAD_CONTENT: 'never',
    MAX_PAGE_SIZE: '7',
    CORS_ORIGINS: 'https://a.example, http://localhost:5173',
    PUBLIC_MAX_AGE_SECONDS: '60',
    LOG_LEVEL: 'trace',
  });
  expect(config.http).toEqual({
    host: '::1',
    port: 0,
    corsOrigins: ['https://a.example', 'http://localhost:5173'],
    publicMaxAge: 60,
  });
  expect(config.database).toEqual({
    url: 'postgresql://me:secret@db/graph',
    dataFolder: '/data folder',
    poolSize: 10,
    statementTimeout: 30_000,
  });
  expect(config.content).toEqual({ folder: path.join(checkoutFolder, 'other', 'content'), load: 'never' });
  expect(config.limits.maxPageSize).toBe(7);
});

test.each([
  ['PORT', 'abc'],
  ['PORT', '-1'],
  ['PORT', '65536'],
  ['PORT', '80.5'],
  ['PORT', ' 80'],
  ['HOST', 'http://localhost'],
  ['DATABASE_URL', 'mysql://me:secret@db/graph'],
  ['DATABASE_URL', 'secret'],
  ['DATABASE_URL', 'postgres://'],
  ['CONTENT_FOLDER', 'a\0b'],
  ['LOAD_CONTENT', 'always'],
  ['DATABASE_POOL_SIZE', '0'],
  ['TRUSTED_PROXIES', 'proxy.local'],
  ['TRUSTED_PROXIES', '10.0.0.0/33'],
  ['CORS_ORIGINS', 'app.example.org'],
  ['CORS_ORIGINS', 'https://app.example.org/'],
  ['CORS_ORIGINS', 'https://app.example.org/path'],
  ['CORS_ORIGINS', 'https://App.example.org'],
  ['CORS_ORIGINS', 'https://*.example.org'],
  ['CORS_ORIGINS', 'https://a.example,*'],
  ['CORS_ORIGINS', 'null'],
  ['PUBLIC_MAX_AGE_SECONDS', '-1'],
  ['PUBLIC_MAX_AGE_SECONDS', '86401'],
  ['ADMIN_EMAIL', 'admin'],
  ['ADMIN_PASSWORD', 'elevenchars'],
  ['TOKEN_ISSUER', 'two words'],
  ['OIDC_ISSUER', 'login.example.org'],
  ['OIDC_ISSUER', 'ftp://login.example.org'],
  ['OIDC_JWKS_URL', '/jwks'],
  ['LOG_LEVEL', 'loud'],
  ['LOG_REQUESTS', 'some'],
  ['SLOW_OPERATION_MILLISECONDS', '-1'],
  ['SLOW_STATEMENT_MILLISECONDS', '1.5'],
  ['METRICS_TOKEN', 'fifteen-letters'],
  ['METRICS_TOKEN', 'sixteen letters and spaces'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318'],
  ['OTEL_SERVICE_NAME', 'x'.repeat(101)],
  ['SHUTDOWN_SECONDS', '0'],
  ['MAX_PAGE_SIZE', '0'],
  ['MAX_COST', '19999'],
  ['MAX_NODES', '-1'],
  ['MAX_DEPTH', '5'],
  ['MAX_ALIASES', '0'],
  ['MAX_LIST_LENGTH', 'many'],
  ['MAX_BODY_BYTES', '1MB'],
  ['OPERATION_TIMEOUT_SECONDS', '0'],
  ['RATE_LIMIT_ANONYMOUS', '-1'],
  ['RATE_LIMIT_KNOWN', '1.5'],
  ['RATE_LIMIT_STORE', 'redis'],
  ['ANONYMOUS_LEARNERS_PER_HOUR', '0'],
  ['REGISTRATIONS_PER_HOUR', '0'],
  ['REGISTRATIONS_PER_HOUR', '100000001'],
  ['REGISTRATIONS_PER_HOUR', '99.5'],
  ['REGISTRATIONS_PER_HOUR', 'none'],
  ['NODE_ENV', 'staging'],
])('%s=%j is refused by name', (name, value) => {
  const problems = problemsOf({ [name]: value });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(new RegExp(`^${name} .*expected: .`));
});

test('an OpenID provider is set by its issuer, which must not be our own', () => {
  expect(loadConfig({ OIDC_JWKS_URL: 'https://a.example/jwks' }).accounts.openId).toBeUndefined();
  const settings = { OIDC_ISSUER: 'https://a.example', OIDC_AUDIENCE: 'graph' };
  expect(loadConfig(settings).accounts.openId).toEqual({ issuer: 'https://a.example', audience: 'graph' });
  expect(problemsOf({ ...settings, TOKEN_ISSUER: 'https://a.example' })).toEqual([
    expect.stringContaining('OIDC_ISSUER'),
  ]);
});

test('metrics and traces are off until they are set', () => {
  expect(loadConfig({ OTEL_SERVICE_NAME: 'graph' })).toEqual(loadConfig({}));
  const token = 'a-token-for-prometheus';
  expect(loadConfig({ METRICS_TOKEN: token }).metrics).toEqual({ token });
  const endpoint = 'http://localhost:4318';
  expect(loadConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }).tracing).toEqual({
    endpoint,
    serviceName: 'careergraph',
  });
});

test('a password that is refused is not repeated', () => {
  expect(problemsOf({ ADMIN_PASSWORD: 'tooshort' }).join()).not.toContain('tooshort');
});

test('every wrong setting is named at once, and DATABASE_URL is never repeated', () => {
  const problems = problemsOf({ PORT: 'x', LOG_LEVEL: 'y', DATABASE_URL: 'mysql://me:secret@db/graph' });
  expect(new Set(problems.map((problem) => problem.split(' ')[0]))).toEqual(
    new Set(['DATABASE_URL', 'LOG_LEVEL', 'PORT']),
  );
  expect(problems.join()).not.toContain('secret');
});

test('the help describes every setting, with an example that is accepted', () => {
  const help = settingsHelp();
  for (const name of settingNames) {
    expect(help).toContain(`  ${name}  (default: `);
    const example = new RegExp(`Example: ${name}=(.+)`).exec(help)?.[1];
    expect(problemsOf({ [name]: example ?? '' })).toEqual([]);
  }
});
