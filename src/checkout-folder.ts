import { existsSync } from 'node:fs';
import path from 'node:path';

/** The checkout: the nearest folder above this file that has a package.json (this file runs from src/ and from dist/src/). */
export const checkoutFolder: string = (function find(folder: string): string {
  const parent = path.dirname(folder);
  return existsSync(path.join(folder, 'package.json')) || parent === folder ? folder : find(parent);
})(__dirname);
