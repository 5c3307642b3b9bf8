import type { DataSource } from 'typeorm';
import type { AppServices } from './app-services';

/** What every resolver gets. Modules add their own parts by declaration merging and FeatureModule.extendContext. */
export interface RequestContext {
  /** Names this request in logs and errors. */
  readonly requestId: string;
  readonly dataSource: DataSource;
  /** What all requests of the process share. */
  readonly services: AppServices;
  /** How many rows one page may have. */
  readonly maxPageSize: number;
  /** True when what the caller showed opens content for reading and nothing else: no mutation runs. */
  readOnly?: boolean;
  /**
   * Names the state of what everybody may read, for a request that reads nothing else: no token, no perspective. Answers of
   * public queries change only with it. Left out, an answer is the caller's own.
   */
  publicState?: () => Promise<string>;
}
