import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildId, hashOfPrograms } from '../../../src/kernel/http/build-id';

let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'careergraph-build-'))));
afterAll(() => rm(folder, { recursive: true }));

/** The hash of a program of these files. */
async function hashOf(name: string, files: Record<string, string>): Promise<string> {
  const root = join(folder, name);
  await mkdir(join(root, 'below'), { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(join(root, file), text);
  return hashOfPrograms([root]);
}

test('another program has another name, and the same one has the same, wherever it lies', async () => {
  const one = await hashOf('one', { 'a.js': 'a', 'below/b.js': 'b' });
  expect(await hashOf('copy', { 'below/b.js': 'b', 'a.js': 'a', 'a.js.map': 'x' })).toBe(one);
  const others = await Promise.all([
    hashOf('text', { 'a.js': 'a', 'below/b.js': 'B' }),
    hashOf('name', { 'a.js': 'a', 'below/c.js': 'b' }),
    hashOf('more', { 'a.js': 'a', 'below/b.js': 'b', 'c.js': '' }),
    hashOf('less', { 'a.js': 'a' }),
  ]);
  expect(new Set([one, ...others]).size).toBe(5);
  expect(await buildId()).toBe(await buildId());
});
