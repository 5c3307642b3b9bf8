import type { Setting } from './setting';
import { type LogLevel, settings } from './settings';

type Settings = typeof settings;
type SettingName = keyof Settings;
type Value<K extends SettingName> = NonNullable<ReturnType<Settings[K]['read']>>;

/** The settings of one process, checked and with defaults filled in. Folders are absolute paths. */
export interface Config {
  readonly environment: 'production' | 'development' | 'test';
  readonly http: {
    readonly host: string;
    readonly port: number;
    readonly trustedProxies?: string;
    /** Empty for none; `*` for all. */
    readonly corsOrigins: readonly string[];
    /** In seconds. */
    readonly publicMaxAge: number;
  };
  /** Without a url, an embedded server in dataFolder is used. */
  readonly database: {
    readonly url?: string;
    readonly dataFolder: string;
    readonly poolSize: number;
    /** In milliseconds. */
    readonly statementTimeout: number;
  };
  readonly content: { readonly folder: string; readonly load: 'when-empty' | 'never' };
  readonly accounts: {
    readonly admin: { readonly email: string; readonly password?: string };
    /** What our own access tokens say. */
    readonly tokens: { readonly issuer: string; readonly audience: string };
    /** The OpenID provider whose tokens are accepted too. */
    readonly openId?: { readonly issuer: string; readonly audience: string; readonly jwksUrl?: string };
  };
  readonly jobs: { readonly run: boolean };
  /** How long to let what runs finish when the process stops, in milliseconds. */
  readonly shutdownLimit: number;
  /** Thresholds are in milliseconds. */
  readonly log: {
    readonly level: LogLevel;
    readonly requests: 'auto' | 'all' | 'none';
    readonly slowOperation: number;
    readonly slowStatement: number;
  };
  /** Left out: no metrics. */
  readonly metrics?: { readonly token: string };
  /** Left out: no traces. */
  readonly tracing?: { readonly endpoint: string; readonly serviceName: string };
  readonly limits: {
    readonly maxPageSize: number;
    /** Of one operation; see docs/limits.md. */
    readonly maxCost: number;
    readonly maxNodes: number;
    readonly maxDepth: number;
    readonly maxAliases: number;
    readonly maxListLength: number;
    /** Of one request. */
    readonly maxBodyBytes: number;
    /** Of one operation, in milliseconds. */
    readonly operationTimeout: number;
    /** Points a minute, for each caller; 0 is no limit. */
    readonly budget: { readonly anonymous: number; readonly known: number; readonly store: 'memory' | 'database' };
    readonly anonymousLearnersPerHour: number;
    readonly registrationsPerHour: number;
    readonly idempotencyHours: number;
  };
}

/** One or more settings are wrong; the message names each of them, one a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/**
 * Reads the settings from environment variables; an empty one counts as not set.
 * @throws ConfigError naming every wrong setting
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const problems: string[] = [];

  /** The value of a setting that has a default or may be left out; after a wrong value the result is never used. */
  function read<K extends SettingName>(name: K): Value<K> | undefined {
    const setting: Setting<string | number> = settings[name];
    const text = env[name] || setting.default;
    if (text === null) return undefined;
    const value = setting.read(text);
    if (value === undefined) {
      const given = setting.secret
        ? 'has a wrong value (not shown, it may hold a password)'
        : `is ${JSON.stringify(text)}`;
      problems.push(`${name} ${given}; expected: ${setting.type}`);
    }
    return value as Value<K> | undefined;
  }
  const required = <K extends SettingName>(name: K) => read(name) as Value<K>;

  const url = read('DATABASE_URL');
  const trustedProxies = read('TRUSTED_PROXIES');
  const password = read('ADMIN_PASSWORD');
  const issuer = read('OIDC_ISSUER');
  const audience = required('OIDC_AUDIENCE');
  const jwksUrl = read('OIDC_JWKS_URL');
  const metricsToken = read('METRICS_TOKEN');
  const endpoint = read('OTEL_EXPORTER_OTLP_ENDPOINT');
  const serviceName = required('OTEL_SERVICE_NAME');
  const config: Config = {
    environment: required('NODE_ENV'),
    http: {
      host: required('HOST'),
      port: required('PORT'),
      ...(trustedProxies === undefined ? {} : { trustedProxies }),
      corsOrigins:
        read('CORS_ORIGINS')
          ?.split(',')
          .map((origin) => origin.trim()) ?? [],
      publicMaxAge: required('PUBLIC_MAX_AGE_SECONDS'),
    },
    database: {
      ...(url === undefined ? {} : { url }),
      dataFolder: required('DATA_FOLDER'),
      poolSize: required('DATABASE_POOL_SIZE'),
      statementTimeout: required('STATEMENT_TIMEOUT_SECONDS') * 1000,
    },
    content: { folder: required('CONTENT_FOLDER'), load: required('LOAD_CONTENT') },
    accounts: {
      admin: { email: required('ADMIN_EMAIL'), ...(password === undefined ? {} : { password }) },
      tokens: { issuer: required('TOKEN_ISSUER'), audience: required('TOKEN_AUDIENCE') },
      ...(issuer === undefined ? {} : { openId: { issuer, audience, ...(jwksUrl === undefined ? {} : { jwksUrl }) } }),
    },
    jobs: { run: required('RUN_JOBS') === 'true' },
    shutdownLimit: required('SHUTDOWN_SECONDS') * 1000,
    log: {
      level: required('LOG_LEVEL'),
      requests: required('LOG_REQUESTS'),
      slowOperation: required('SLOW_OPERATION_MILLISECONDS'),
      slowStatement: required('SLOW_STATEMENT_MILLISECONDS'),
    },
    ...(metricsToken === undefined ? {} : { metrics: { token: metricsToken } }),
    ...(endpoint === undefined ? {} : { tracing: { endpoint, serviceName } }),
    limits: {
      maxPageSize: required('MAX_PAGE_SIZE'),
      maxCost: required('MAX_COST'),
      maxNodes: required('MAX_NODES'),
      maxDepth: required('MAX_DEPTH'),
      maxAliases: required('MAX_ALIASES'),
      maxListLength: required('MAX_LIST_LENGTH'),
      maxBodyBytes: required('MAX_BODY_BYTES'),
      operationTimeout: required('OPERATION_TIMEOUT_SECONDS') * 1000,
      budget: {
        anonymous: required('RATE_LIMIT_ANONYMOUS'),
        known: required('RATE_LIMIT_KNOWN'),
        store: required('RATE_LIMIT_STORE'),
      },
      anonymousLearnersPerHour: required('ANONYMOUS_LEARNERS_PER_HOUR'),
      registrationsPerHour: required('REGISTRATIONS_PER_HOUR'),
      idempotencyHours: required('IDEMPOTENCY_HOURS'),
    },
  };
  if (issuer !== undefined && issuer === config.accounts.tokens.issuer)
    problems.push('OIDC_ISSUER is the same as TOKEN_ISSUER; expected: the address of another issuer');
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

/** The settings as text for people: name, default, what it does, what it accepts, an example. Ends with a newline. */
export function settingsHelp(): string {
  const entries = Object.entries<Setting<string | number>>(settings).map(([name, setting]) =>
    [
      `  ${name}  (default: ${setting.default ?? 'not set'})`,
      `      ${setting.description}`,
      `      Accepts: ${setting.type}`,
      `      Example: ${name}=${setting.example}`,
    ].join('\n'),
  );
  return `${entries.join('\n\n')}\n`;
}

/** The names of all settings, in the order of the help. */
export const settingNames = Object.keys(settings) as readonly SettingName[];
