import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

let known: Promise<string> | undefined;

/**
 * Names the program that runs: a hash of its files, so that all processes of one build have the same and another build has
 * another one. Read once a process.
 */
export function buildId(): Promise<string> {
  return (known ??= hashOfPrograms([join(__dirname, '..', '..'), join(__dirname, '..', '..', '..', 'migrations')]));
}

/** A hash of the names and texts of all program files in these folders, and in the folders below. */
export async function hashOfPrograms(folders: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const names = (await readdir(folder, { recursive: true })).filter((name) => /\.[jt]s$/.test(name)).toSorted();
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name))));
    names.forEach((name, index) => hash.update(`${name}\0`).update(texts[index]!));
  }
  return hash.digest('base64url');
}
