import { type Config, loadConfig } from '../../src/config';

/** The databases that test files clone: migrated and empty, or with the starter content published. */
export const templates = { empty: 'careergraph_template_empty', content: 'careergraph_template_content' } as const;

/** Settings for operations that ask for everything at once, as no client may. */
export const unlimited = {
  MAX_COST: '100000000',
  MAX_NODES: '100000000',
  MAX_DEPTH: '90',
  MAX_ALIASES: '10000',
  MAX_LIST_LENGTH: '1000000',
};

export type TestConfig = Config & { readonly database: { readonly url: string } };

/** The settings of an app under test: any free port, its own database on the run's server. */
export function testConfig(
  database: string,
  { load = 'never', settings = {} }: { load?: Config['content']['load']; settings?: Record<string, string> } = {},
): TestConfig {
  const url = new URL(process.env.TEST_SERVER_URL ?? '');
  url.pathname = `/${database}`;
  const config = loadConfig({
    PORT: '0',
    LOAD_CONTENT: load,
    LOG_LEVEL: 'fatal',
    NODE_ENV: 'test',
    DATABASE_POOL_SIZE: '4',
    ANONYMOUS_LEARNERS_PER_HOUR: '100000000',
    REGISTRATIONS_PER_HOUR: '100000000',
    RATE_LIMIT_ANONYMOUS: '0',
    RATE_LIMIT_KNOWN: '0',
    ...settings,
  });
  return { ...config, database: { ...config.database, url: url.href } };
}
