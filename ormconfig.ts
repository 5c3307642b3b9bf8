import 'reflect-metadata';
import { join } from 'node:path';
import { makeDataSource } from './src/kernel/database/data-source';
import { modules } from './src/modules';

/** TypeORM's own command line reads this file: `DATABASE_URL=… npx typeorm migration:generate -d dist/ormconfig.js …`. */
export default makeDataSource({
  url: process.env.DATABASE_URL ?? 'postgres://localhost:5432/careergraph',
  poolSize: 2,
  entities: modules.flatMap((module) => module.entities),
  migrations: [join(__dirname, 'migrations', '*.{js,ts}')],
  onPoolError: (error) => process.stderr.write(`${error.message}\n`),
});
