import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import source from '../ormconfig';
import { checkoutFolder } from '../src/checkout-folder';
import { startEmbeddedServer } from '../src/kernel/database/embedded-server';
import { migrate } from '../src/kernel/database/migrate';

/** `npm run generate-migration -- <verb-what>`: writes what the entities have and the migrations lack, to be read and reduced. */
async function generateMigration(name: string | undefined): Promise<void> {
  if (!name || !/^[a-z]+(-[a-z0-9]+)+$/.test(name)) throw new Error('Name it <verb>-<what>, such as add-career-video.');
  const folder = await mkdtemp(join(tmpdir(), 'careergraph-migration-'));
  const server = await startEmbeddedServer({ folder, durable: false, log: () => {} });
  try {
    // The server ends before the connections that TypeORM keeps for itself.
    source.setOptions({ url: server.url, poolErrorHandler: () => {} } as object);
    await source.initialize();
    await migrate(source);
    const { upQueries, downQueries } = await source.driver.createSchemaBuilder().log();
    const trigrams = await missingTrigramIndexes();
    const up = [...upQueries.map(({ query }) => query), ...trigrams.map(({ create }) => create)];
    const down = [...downQueries.map(({ query }) => query), ...trigrams.map(({ drop }) => drop)].toReversed();
    if (up.length === 0) {
      console.log('Nothing to generate: the migrations say what the entities say.');
      return;
    }
    const stamp = Date.now();
    const className = name.replace(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase()) + stamp;
    const statements = (queries: string[]) =>
      queries.map((query) => `    await runner.query(\`${query.replaceAll('`', '\\`')}\`);`).join('\n');
    const file = join(checkoutFolder, 'migrations', `${stamp}-${name}.ts`);
    await writeFile(
      file,
      `import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ${className} implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
${statements(up)}
  }

  async down(runner: QueryRunner): Promise<void> {
${statements(down)}
  }
}
`,
    );
    console.log(`Wrote ${file}. Read it, and reduce it to what was meant.`);
  } finally {
    if (source.isInitialized) await source.destroy();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The indexes for `contains` filters, <table>_<column>_trgm, that entities name and the database lacks: TypeORM can't make
 * them.
 */
async function missingTrigramIndexes(): Promise<{ create: string; drop: string }[]> {
  const rows = (await source.query('SELECT indexname FROM pg_indexes')) as { indexname: string }[];
  const existing = new Set(rows.map(({ indexname }) => indexname));
  return source.entityMetadatas.flatMap(({ tableName, indices }) =>
    indices
      .filter(({ name }) => name.endsWith('_trgm') && !existing.has(name))
      .map(({ name }) => {
        const column = name.slice(tableName.length + 1, -'_trgm'.length);
        return {
          create: `CREATE INDEX "${name}" ON "${tableName}" USING gin ("${column}" gin_trgm_ops)`,
          drop: `DROP INDEX "${name}"`,
        };
      }),
  );
}

generateMigration(process.argv[2]).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
