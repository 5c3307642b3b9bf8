import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ContentError, type ContentProblem, readContentFiles } from '../../src/content/transfer/content-files';

const folders: string[] = [];

/** A content folder that holds these files, by path; removed after the test file. */
export function contentFolder(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'careergraph-content-'));
  folders.push(folder);
  writeFiles(folder, files);
  return folder;
}

/** Writes files into a content folder, over those that it has. */
export function writeFiles(folder: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** The mistakes of a folder, as a person would read them. */
export async function mistakesIn(files: Record<string, string | Buffer>): Promise<readonly ContentProblem[]> {
  const error = await readContentFiles(contentFolder(files)).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ContentError);
  return (error as ContentError).problems;
}

/** A file with one part replaced, which must be there. */
export function changed(text: string, part: string, by: string): string {
  expect(text).toContain(part);
  return text.replace(part, by);
}

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
