import type { DataSource } from 'typeorm';
import type { Config } from '../config';

/** What lives as long as the process. Modules add their own parts by declaration merging and FeatureModule.extendServices. */
export interface AppServices {
  readonly config: Config;
  /** Not connected yet when modules extend the services. */
  readonly dataSource: DataSource;
}
