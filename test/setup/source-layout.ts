import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { checkoutFolder } from '../../src/config';

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

/** Features that are no module: they stand after the modules of their parent folder. */
const transferFolder = 'content/transfer';

/** The place of a file in the one direction of imports; undefined when it has none. */
function rankOf(file: string, moduleFolders: readonly string[]): number | undefined {
  if (file === 'config.ts') return 0;
  if (file.startsWith('kernel/')) return 1;
  // What the folders of accounts and all features after them share: roles, rules, who asks.
  if (path.posix.dirname(file) === 'accounts') return 1.5;
  const index = moduleFolders.indexOf(path.posix.dirname(file));
  if (index >= 0) return 2 + index;
  if (path.posix.dirname(file) === transferFolder)
    return 2.5 + moduleFolders.findLastIndex((each) => each.startsWith('content/'));
  const last = 2 + moduleFolders.length;
  const top = ['modules.ts', 'app.ts', 'startup-failure.ts', 'main.ts'].indexOf(file);
  return top >= 0 ? last + top : undefined;
}

/**
 * Where imports run the wrong way: config <- kernel <- shared files of accounts <- the modules in the order of the list <- transfer <- modules.ts
 * <- app <- main. A file without a place in that order is named too.
 * @param moduleFolders the folders of the modules, in the order of the list
 */
export function importProblems(sources: Sources, moduleFolders: readonly string[]): string[] {
  const problems: string[] = [];
  for (const [file, text] of sources) {
    const rank = rankOf(file, moduleFolders);
    if (rank === undefined) {
      problems.push(`${file} has no place in the order of imports`);
      continue;
    }
    for (const target of importsOf(file, text)) {
      if (!sources.has(target)) problems.push(`${file} imports ${target}, which is not under src/`);
      else if ((rankOf(target, moduleFolders) ?? 0) > rank)
        problems.push(`${file} imports ${target}, which comes later`);
    }
  }
  return problems;
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
