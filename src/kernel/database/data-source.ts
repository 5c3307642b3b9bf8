import { DataSource, type LogLevel } from 'typeorm';
import { types } from 'pg';
import { SnakeCaseNaming } from './naming';
import { StatementLog } from './statement-log';
import { keepDeadlines } from './timed-query-runner';

export interface DataSourceSettings {
  readonly url: string;
  readonly poolSize: number;
  /** How long one statement may take, in milliseconds, before PostgreSQL ends it; without limit when left out. */
  readonly statementTimeout?: number;
  /** The class of every table: modules bring their own. */
  readonly entities: readonly Function[];
  /** Migration files, as a glob of compiled files or as classes. */
  readonly migrations: readonly (string | Function)[];
  readonly onPoolError: (error: Error) => void;
}

const DATE_OID = 1082;

/** A DATE is a calendar day, so it stays the text YYYY-MM-DD; pg would turn it into a moment in the server's time zone. */
const parsers = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === DATE_OID ? (value: string) => value : types.getTypeParser(oid, format as 'text'),
};

/** How much longer than a statement may take we wait for its end, in milliseconds: beyond that the connection is dead. */
export const ANSWER_MARGIN = 5_000;

const logged: LogLevel[] = ['query'];

/** The one place that describes our connection to PostgreSQL. Migrations alone change its tables: nothing is synchronized. */
export function makeDataSource(settings: DataSourceSettings): DataSource & { logger: StatementLog } {
  const dataSource = new DataSource({
    type: 'postgres',
    url: settings.url,
    entities: [...settings.entities],
    migrations: [...settings.migrations],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    namingStrategy: new SnakeCaseNaming(),
    synchronize: false,
    logging: logged,
    logger: new StatementLog(),
    poolSize: settings.poolSize,
    poolErrorHandler: settings.onPoolError,
    connectTimeoutMS: 5_000,
    applicationName: 'careergraph',
    extra: {
      types: parsers,
      keepAlive: true,
      ...(settings.statementTimeout === undefined
        ? {}
        : {
            statement_timeout: settings.statementTimeout,
            query_timeout: settings.statementTimeout + ANSWER_MARGIN,
          }),
    },
  }) as DataSource & { logger: StatementLog };
  keepDeadlines(dataSource);
  return dataSource;
}
