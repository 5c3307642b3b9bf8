import type { DataSource } from 'typeorm';
import type { Config } from '../config';
import type { PersonalData } from './personal-data';

/** What lives as long as the process. Modules add their own parts by declaration merging and FeatureModule.extendServices. */
export interface AppServices {
  readonly config: Config;
  /** Not connected yet when modules extend the services. */
  readonly dataSource: DataSource;
  /** What each module keeps about people, in the order of the list of modules. */
  readonly personalData: readonly PersonalData[];
}
