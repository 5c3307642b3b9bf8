import type { DataSource } from 'typeorm';

/** What every resolver gets. Modules add their own parts by declaration merging and FeatureModule.extendContext. */
export interface RequestContext {
  /** Names this request in logs and errors. */
  readonly requestId: string;
  readonly dataSource: DataSource;
  /** How many rows one page may have. */
  readonly maxPageSize: number;
}
