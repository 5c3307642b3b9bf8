import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Changes of a checkout that are all kept or all taken back. Everything is synchronous, so that a signal between two
 * changes finds nothing half written.
 */
export class CheckoutChange {
  /** The text of each changed file as it was; null for one that was not there. */
  private readonly before = new Map<string, string | null>();
  private readonly madeFolders: string[] = [];

  constructor(private readonly root: string) {}

  /** The files that are not what they were, as paths in the checkout. */
  get files(): string[] {
    return [...this.before].flatMap(([path, text]) => (this.has(path) && this.read(path) !== text ? [path] : []));
  }

  /** Whether a path is there already. */
  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** Remembers a file as it is now, for somebody else is about to write it. */
  remember(path: string): void {
    if (!this.before.has(path)) this.before.set(path, this.has(path) ? this.read(path) : null);
  }

  /** Tells of a file that somebody else has made meanwhile. */
  made(path: string): void {
    if (!this.before.has(path)) this.before.set(path, null);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** Writes a file, with the folders above it. */
  write(path: string, text: string): void {
    this.remember(path);
    this.makeFolder(dirname(path));
    writeFileSync(join(this.root, path), text);
  }

  /** The files right in a folder, as paths in the checkout. */
  list(folder: string): string[] {
    if (!this.has(folder)) return [];
    const entries = readdirSync(join(this.root, folder), { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => `${folder}/${name}`);
  }

  /** Takes every change back: the checkout is as it was. */
  undo(): void {
    for (const [path, text] of this.before) {
      if (text === null) rmSync(join(this.root, path), { force: true });
      else if (!this.has(path) || this.read(path) !== text) writeFileSync(join(this.root, path), text);
    }
    for (const folder of this.madeFolders.toReversed()) {
      // What somebody else put into it meanwhile stays.
      if (readdirSync(join(this.root, folder)).length === 0) rmdirSync(join(this.root, folder));
    }
    this.before.clear();
    this.madeFolders.length = 0;
  }

  private makeFolder(folder: string): void {
    if (this.has(folder)) return;
    this.makeFolder(dirname(folder));
    mkdirSync(join(this.root, folder));
    this.madeFolders.push(folder);
  }
}
