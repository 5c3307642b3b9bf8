import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkoutFolder } from '../../src/checkout-folder';

/** The sources by their path under src/, with / between folders. */
export type Sources = ReadonlyMap<string, string>;

/** Reads every TypeScript file under src/. */
export function readSources(): Sources {
  const root = path.join(checkoutFolder, 'src');
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(
    files.map((file) => [path.relative(root, file).split(path.sep).join('/'), readFileSync(file, 'utf8')] as const),
  );
}

/** The folders that have a *.module.ts, where features live. */
export function moduleFoldersOf(sources: Sources): string[] {
  return [...sources.keys()]
    .filter((file) => file.endsWith('.module.ts'))
    .map((file) => path.posix.dirname(file))
    .toSorted();
}

/** The files of src/ that a file imports, for types or values, as paths under src/. */
function importsOf(file: string, text: string): string[] {
  const specifiers = [...text.matchAll(/(?:\bfrom|\bimport|\brequire)\s*\(?\s*['"](\.[^'"]*)['"]/g)].map(
    ([, specifier]) => specifier!.replace(/\.js$/, ''),
  );
  return specifiers.map((specifier) => `${path.posix.join(path.posix.dirname(file), specifier)}.ts`);
}

/**
 * Imports of one module from another that does not stand before it in the list.
 * @param moduleFolders the folders of the modules, in the order of the list
 */
export function orderProblems(sources: Sources, moduleFolders: readonly string[]): string[] {
  const place = (file: string) => moduleFolders.findIndex((folder) => file.startsWith(`${folder}/`));
  return [...sources].flatMap(([file, text]) =>
    place(file) < 0
      ? []
      : importsOf(file, text)
          .filter((target) => place(target) > place(file))
          .map((target) => `${file} imports ${target}, which comes later in the list`),
  );
}

/** The suffixes that every folder of a kind of content has, each in a file named after the folder. */
const kindSuffixes = ['access', 'content', 'entity', 'kind', 'module', 'resolver'];

/** What keeps the folder of a kind from being flat and complete. */
export function kindFolderProblems(sources: Sources, folder: string): string[] {
  const name = path.posix.basename(folder);
  const files = [...sources.keys()].filter((file) => file.startsWith(`${folder}/`));
  const missing = kindSuffixes
    .map((suffix) => `${folder}/${name}.${suffix}.ts`)
    .filter((file) => !sources.has(file))
    .map((file) => `${file} is missing`);
  const deep = files.filter((file) => path.posix.dirname(file) !== folder).map((file) => `${file} lies too deep`);
  return [...missing, ...deep];
}

/** Files with names that say nothing. */
export function vagueFiles(sources: Sources): string[] {
  return [...sources.keys()].filter((file) =>
    /^(index|utils?|common|helpers?|misc|shared)\.ts$/.test(path.posix.basename(file)),
  );
}
