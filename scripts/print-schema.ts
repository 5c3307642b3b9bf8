import 'reflect-metadata';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { printSchema } from 'graphql';
import { checkoutFolder } from '../src/config';
import { contentJsonSchema } from '../src/content/publishing/content-json-schema';
import { makeSchema } from '../src/kernel/graphql/schema';
import { modules } from '../src/modules';

/** `npm run print-schema`: writes schema/; with --check it only tells whether the files are fresh. Needs no database. */
async function printSchemas(check: boolean): Promise<void> {
  const files = {
    'schema.graphql': `${printSchema(makeSchema(modules))}\n`,
    'content.schema.json': `${JSON.stringify(contentJsonSchema(), null, 2)}\n`,
  };
  for (const [name, text] of Object.entries(files)) {
    const file = join(checkoutFolder, 'schema', name);
    if (!check) await writeFile(file, text);
    else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
      console.error(`schema/${name} is stale: run npm run print-schema and look at the difference.`);
      process.exitCode = 1;
    }
  }
}

void printSchemas(process.argv.includes('--check'));
