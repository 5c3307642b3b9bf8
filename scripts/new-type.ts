import 'reflect-metadata';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import * as typeGraphql from 'type-graphql';
import * as typeorm from 'typeorm';
import { checkoutFolder } from '../src/checkout-folder';
import * as contentFields from '../src/content/publishing/content-fields';
import { makeSchema } from '../src/kernel/graphql/schema';
import { modules } from '../src/modules';
import { CheckoutChange } from './checkout-change';
import { typeFiles } from './type-files';
import { namesOf, NameRefused, requireFree, type TakenNames, type TypeNames } from './type-names';

const listFile = 'src/modules.ts';
const matrixFile = 'test/contract/access-matrix.ts';
/** Files that are generated; what lies beside them is somebody else's. */
const generatedFiles = [
  'schema/schema.graphql',
  'schema/content.schema.json',
  '.vscode/settings.json',
  'docs/access.md',
];

/** Every name that a new type would meet somewhere. */
export function takenNames(change: CheckoutChange, names: TypeNames): TakenNames {
  const schema = makeSchema(modules);
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((root) =>
    Object.keys(root?.getFields() ?? {}),
  );
  const migrations = change.list('migrations').map((path) => change.read(path));
  const tables = migrations.flatMap((text) =>
    [...text.matchAll(/\bCREATE (?:OR REPLACE )?(?:TABLE|VIEW) (?:"?\w+"?\.)?"?(\w+)/g)].map((match) => match[1]!),
  );
  const imports = [...typeFiles(names).values()].flatMap((text) =>
    [...text.matchAll(/^import (?:type )?\{([^}]*)\} from '(?!\.\/)/gm)].flatMap(
      (match) => match[1]!.match(/\w+/g) ?? [],
    ),
  );
  return {
    types: new Set(Object.keys(schema.getTypeMap())),
    rootFields: new Set(roots),
    tables: new Set(tables),
    modules: new Set(change.read(listFile).match(/\w+Module\b/g)),
    imported: new Set([typeGraphql, typeorm, contentFields].flatMap((words) => Object.keys(words)).concat(imports)),
  };
}

/** The list of modules with one more: its import in the order of paths, its line after the last kind of content. */
export function withModule(list: string, { one, folder }: TypeNames): string {
  const path = `./content/${folder}/${folder}.module`;
  const imports = [...list.matchAll(/^import .*\{ (\w+) \} from '(.+)';\n/gm)];
  const pathOf = new Map(imports.map((match) => [match[1]!, match[2]!]));
  const next = imports.find((match) => match[2]! > path);
  const last = [...list.matchAll(/^  (\w+),\n/gm)].findLast((match) => pathOf.get(match[1]!)?.startsWith('./content/'));
  if (!next || !last) throw new Error(`${listFile} is not the list that it was: add ${one}Module to it by hand.`);
  const end = last.index + last[0].length;
  const importLine = `import { ${one}Module } from '${path}';\n`;
  return `${list.slice(0, next.index)}${importLine}${list.slice(next.index, end)}  ${one}Module,\n${list.slice(end)}`;
}

/** The access matrix with the root fields of one more type, in order: everybody reads it, editors save it. */
export function withAccess(matrix: string, { one, many, type }: TypeNames): string {
  const [before, start, entries, rest] =
    /^([^]*?)(accessMatrix[^]*?= \{\n)([^]*?)(\n\};[^]*)$/.exec(matrix)?.slice(1) ?? [];
  if (rest === undefined)
    throw new Error(`${matrixFile} is not the list that it was: add the fields of ${type} by hand.`);
  const added = [
    `  'Mutation.save${type}': nobodyButEditors,`,
    `  'Query.${one}': everybody,`,
    `  'Query.${many}': everybody,`,
  ];
  const name = (line: string) => line.split("'")[1] ?? '';
  const lines = [...entries!.split('\n'), ...added].toSorted((a, b) => (name(a) < name(b) ? -1 : 1));
  return `${before}${start}${lines.join('\n')}${rest}`;
}

/** Runs a script of the checkout in its own process, for it must load the sources as they are now. */
function runScript(root: string, script: string, ...settings: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, script), ...settings], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
    // Asked to stop, this process first waits for the child, and then takes back what was written.
    const stop = (signal: NodeJS.Signals) => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    for (const signal of signals) process.on(signal, stop);
    child.on('error', reject);
    child.on('close', (code) => {
      for (const signal of signals) process.off(signal, stop);
      if (code === 0) resolve();
      else reject(new Error(`${[script, ...settings].join(' ')} failed:\n${Buffer.concat(output).toString()}`));
    });
  });
}

/** The files of the type, its line in the list and its fields in the matrix, laid out by prettier. */
async function writeSources(change: CheckoutChange, root: string, names: TypeNames): Promise<void> {
  const files = typeFiles(names);
  const there = [`src/content/${names.folder}`, `content/${names.folder}`, ...files.keys()].find((path) =>
    change.has(path),
  );
  if (there) throw new NameRefused(`There is ${there} already. Take another name, or remove it first.`);
  files.set(listFile, withModule(change.read(listFile), names));
  files.set(matrixFile, withAccess(change.read(matrixFile), names));
  const laidOut = await Promise.all(
    [...files].map(async ([path, text]) => {
      const filepath = join(root, path);
      return [path, await format(text, { ...(await resolveConfig(filepath)), filepath })] as const;
    }),
  );
  for (const [path, text] of laidOut) change.write(path, text);
}

/** What is made from the sources: the migration, schema/ with what editors of the YAML need, and docs/access.md. */
async function generate(change: CheckoutChange, root: string, names: TypeNames): Promise<void> {
  const ownMigration = (path: string) => path.endsWith(`-create-${names.folder}.ts`);
  const present = () => [
    ...generatedFiles,
    ...change.list('schema/content'),
    ...change.list('migrations').filter(ownMigration),
  ];
  for (const path of present()) change.remember(path);
  try {
    await runScript(root, 'scripts/build.mjs', 'application');
    await runScript(root, 'dist/scripts/generate-migration.js', `create-${names.folder}`);
    await runScript(root, 'dist/scripts/print-schema.js');
    await runScript(root, 'dist/scripts/print-access.js');
    await runScript(root, 'dist/scripts/content.js', 'check');
  } finally {
    for (const path of present()) change.made(path);
  }
}

/**
 * Makes a new content type with everything that the contract tests ask of one.
 * @param root the checkout
 * @param given the name in the singular, and in the plural where English is irregular
 * @returns the names of the type, and the files that were written or changed
 * @throws NameRefused for a name that can't be, before anything is written; any other error after all was taken back
 */
export async function makeType(root: string, ...given: string[]): Promise<{ names: TypeNames; files: string[] }> {
  const names = namesOf(...given);
  const change = new CheckoutChange(root);
  requireFree(names, takenNames(change, names));
  try {
    await writeSources(change, root, names);
    await generate(change, root, names);
  } catch (error) {
    change.undo();
    throw error;
  }
  return { names, files: change.files };
}

/** What the command says at its end. */
function report({ folder, one, many, type, words, manyWords, article }: TypeNames, files: readonly string[]): string {
  return `Wrote ${type}: one of them is ${article} ${words}, several are ${manyWords}.
${files.map((path) => `  ${path}`).join('\n')}

Next:
  1. Say in your own words what it is: the descriptions in src/content/${folder}/${folder}.content.ts and .entity.ts.
  2. Read the migration and the lines Query.${one}, Query.${many} and Mutation.save${type} in ${matrixFile}:
     everybody reads published content of it, and editors save it.
  3. Give it fields and edges: docs/add-a-content-type.md. Before you generate the migration anew, delete it.
  4. Put what you have to say into content/${folder}/, in place of first-${folder}.yaml.
  5. npm run check && npm test -- test/contract test/content/${folder}`;
}

if (require.main === module) {
  makeType(checkoutFolder, ...process.argv.slice(2)).then(
    ({ names, files }) => console.log(report(names, files)),
    (error: Error) => {
      console.error(
        error instanceof NameRefused ? error.message : `${error.message}\nNothing was kept: the checkout is as it was.`,
      );
      process.exitCode = 1;
    },
  );
}
