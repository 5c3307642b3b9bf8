import 'reflect-metadata';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { printSchema } from 'graphql';
import { checkoutFolder } from '../src/checkout-folder';
import { contentJsonSchema, editorSettings, kindJsonSchemas } from '../src/content/publishing/content-json-schema';
import { makeSchema } from '../src/kernel/graphql/schema';
import { modules } from '../src/modules';

const asText = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** `npm run print-schema`: writes schema/ and what editors of the YAML need; with --check it only tells whether the files are fresh. Needs no database. */
async function printSchemas(check: boolean): Promise<void> {
  const files: Record<string, string> = {
    'schema/schema.graphql': `${printSchema(makeSchema(modules))}\n`,
    'schema/content.schema.json': asText(contentJsonSchema()),
    '.vscode/settings.json': asText(editorSettings()),
  };
  for (const [name, schema] of Object.entries(kindJsonSchemas())) files[`schema/content/${name}`] = asText(schema);
  for (const [name, text] of Object.entries(files)) {
    const file = join(checkoutFolder, name);
    if (!check) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    } else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
      console.error(`${name} is stale: run npm run print-schema and look at the difference.`);
      process.exitCode = 1;
    }
  }
}

void printSchemas(process.argv.includes('--check'));
