import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** An example operation as the playground lists it. */
export interface PlaygroundOperation {
  name: string;
  group: string;
  description: string;
  /** The operation with its comment, without the lines that only the playground reads. */
  query: string;
  /** Default variables as indented JSON text; empty when there are none. */
  variables: string;
}

const extension = '.graphql';
const instruction = /^# (variables|group): (.*)$/;

/**
 * Reads the operations that the playground offers: one `<Name>.graphql` each, sorted by group and name.
 * The first line is a comment that describes it; `# variables: { … }` and `# group: …` may follow it.
 * @throws Error that names the file, when one of them is not of this form
 */
export async function readPlaygroundOperations(folder: string): Promise<PlaygroundOperation[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(extension));
  const operations = await Promise.all(
    names.map(async (name) => {
      const file = join(folder, name);
      return parseOperation(basename(name, extension), await readFile(file, 'utf8'), file);
    }),
  );
  return operations.toSorted((a, b) => a.group.localeCompare(b.group) || a.name.localeCompare(b.name));
}

function parseOperation(name: string, text: string, file: string): PlaygroundOperation {
  const lines = text.trim().split(/\r?\n/);
  const end = lines.findIndex((line) => !line.startsWith('#'));
  const comment = lines.slice(0, end);
  const description = comment[0]?.replace(/^#\s*/, '');
  if (!description || instruction.test(comment[0] ?? '')) {
    throw new Error(`${file}:1: expected a comment that describes the operation in one line.`);
  }
  const instructions = new Map(
    comment.map((line) => instruction.exec(line)).flatMap((match) => (match ? [[match[1], match[2] ?? '']] : [])),
  );
  return {
    name,
    group: instructions.get('group') ?? 'More',
    description,
    query: lines.filter((line, index) => index >= end || !instruction.test(line)).join('\n'),
    variables: formatVariables(instructions.get('variables'), file),
  };
}

function formatVariables(json: string | undefined, file: string): string {
  if (json === undefined) return '';
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch (error) {
    throw new Error(`${file}: the line "# variables:" holds no valid JSON: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
