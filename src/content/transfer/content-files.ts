import { isUtf8 } from 'node:buffer';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document as YamlDocument } from 'yaml';
import { nearestWord } from '../../kernel/errors/did-you-mean';
import { KEBAB_CASE } from '../publishing/content-fields';
import type { ContentKind } from '../publishing/content-kind';
import { allKinds } from '../publishing/content-kinds';
import { readContent } from '../publishing/content-validation';

/** A mistake in a content file: where it is, and what was expected. */
export interface ContentProblem {
  /** The file's path, from the content folder on. */
  readonly file: string;
  /** 1-based; 1 where the file as a whole is meant. */
  readonly line: number;
  readonly column: number;
  /** A JSON pointer into the file's content; empty for the whole. */
  readonly pointer: string;
  readonly message: string;
}

/** A problem in a line that editors and terminals make a link of: file:line /pointer: message. */
export const describeProblem = ({ file, line, pointer, message }: ContentProblem): string =>
  `${file}:${line} ${pointer || '/'}: ${message}`;

/** A number of things, in words: 1 mistake, 2 mistakes. */
export const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Content files with mistakes: nothing of them was stored. */
export class ContentError extends Error {
  override readonly name = 'ContentError';

  constructor(readonly problems: readonly ContentProblem[]) {
    super(
      [
        `${counted(problems.length, 'mistake')} in the content files; nothing was stored.`,
        ...problems.map(describeProblem),
      ].join('\n'),
    );
  }
}

/** One document of the content folder: <kind>/<slug>.yaml. */
export interface ContentFile {
  readonly kind: ContentKind;
  readonly slug: string;
  readonly content: object;
  /** Makes a problem at a pointer into a problem with file and line. */
  readonly at: (pointer: string, message: string) => ContentProblem;
}

/** Reads and checks every file of a content folder; hidden files do not count. Throws ContentError with all mistakes. */
export async function readContentFiles(folder: string): Promise<ContentFile[]> {
  const { files, problems } = await readContentFolder(folder);
  if (problems.length > 0) throw new ContentError(problems);
  return files;
}

/** What a content folder holds: the files that could be read, what is wrong with the others, and the paths of all. */
export interface ContentFolder {
  readonly files: ContentFile[];
  readonly problems: readonly ContentProblem[];
  /** From the folder on, as <kind>/<slug>.yaml. */
  readonly paths: readonly string[];
}

/** The same without throwing: what can be read is read, beside every mistake of the other files. */
export async function readContentFolder(folder: string): Promise<ContentFolder> {
  const kinds = new Map(allKinds().map((kind) => [kind.folder, kind]));
  const problems: ContentProblem[] = [];
  const files: ContentFile[] = [];
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') error.message = `There is no folder ${folder}`;
      throw error;
    },
  );
  const paths = names
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !path.split(sep).some((step) => step.startsWith('.')));
  for (const path of paths.toSorted()) {
    const whole = (message: string) => problems.push({ file: path, line: 1, column: 1, pointer: '', message });
    const [kindFolder = '', name = '', ...deeper] = path.split(/[\\/]/);
    const kind = kinds.get(kindFolder);
    const slug = name.replace(/\.yaml$/, '');
    const meant = kind ? undefined : nearestWord(kindFolder, kinds.keys());
    const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
    if (!kind || deeper.length > 0)
      whole(`must lie in a folder of its kind: one of ${[...kinds.keys()].join(', ')}${hint}`);
    else if (!name.endsWith('.yaml')) whole('must be a file that ends in .yaml');
    else if (!KEBAB_CASE.test(slug) || slug.length > 80)
      whole(`must be named <slug>.yaml, the slug a-z, 0-9 and single hyphens, 80 characters at most`);
    else {
      const bytes = await readFile(join(folder, path));
      const read = isUtf8(bytes) ? readOne(path, kind, slug, bytes.toString('utf8')) : undefined;
      if (!read) whole('must be encoded in UTF-8');
      else if (Array.isArray(read)) problems.push(...read);
      else files.push(read);
    }
  }
  return { files, problems, paths: paths.map((path) => path.replaceAll(sep, '/')) };
}

function readOne(file: string, kind: ContentKind, slug: string, text: string): ContentFile | ContentProblem[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const broken = [...document.errors, ...document.warnings].map((error): ContentProblem => {
    const [position] = error.linePos ?? [{ line: 1, col: 1 }];
    const [message = ''] = error.message.split(/ at line \d/);
    return { file, line: position.line, column: position.col, pointer: '', message: `is not plain YAML: ${message}` };
  });
  // An alias can lead nowhere, into itself, or to more data than memory holds.
  visit(document, {
    Alias: (_, alias) => {
      const { line, col } = lines.linePos(alias.range?.[0] ?? 0);
      const message = `*${alias.source} is an alias: write the value out, or put quotes around a text that begins with *`;
      broken.push({ file, line, column: col, pointer: '', message });
    },
  });
  if (broken.length > 0) return broken;
  const at = (pointer: string, message: string): ContentProblem => {
    const { line, col } = lines.linePos(offsetOf(document, pointer));
    return { file, line, column: col, pointer, message };
  };
  const { content, problems } = readContent(kind, document.toJS(), 'publishing');
  if (content) return { kind, slug, content, at };
  const placed = problems.map((problem) => at(problem.pointer, problem.message));
  return placed.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

/** Where a pointer leads in the text; for what is missing, where its nearest parent begins. */
function offsetOf(document: YamlDocument, pointer: string): number {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of steps) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
      if (!pair) break;
      // The key, not its value: an unknown or misplaced field is found by its name.
      offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
      node = pair.value;
    } else {
      node = (node as { get?: (key: number, keepScalar: boolean) => unknown } | null)?.get?.(Number(step), true);
      if (!isNode(node)) break;
      offset = node.range?.[0] ?? offset;
    }
  }
  return offset;
}
