import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeContentType } from '../../scripts/new-content-type';
import { checkoutFolder } from '../../src/config';
import { kindFolderProblems } from '../setup/source-layout';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'careergraph-content-type-'));
  for (const path of [join('src', 'modules.ts'), join('src', 'content', 'industry')])
    cpSync(join(checkoutFolder, path), join(root, path), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const read = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');

test.each([
  [undefined, undefined],
  ['lighthouse', undefined],
  ['Lighthouse', 'Lighthouses'],
  ['two-words', 'twowords'],
  ['series', 'series'],
  ['industry', 'industries'],
])('a type %s, in the plural %s, is refused and nothing is written', async (one, many) => {
  const before = read('src', 'modules.ts');
  await expect(makeContentType(root, one, many)).rejects.toThrow(/^(Usage: |There is a folder )/);
  expect(read('src', 'modules.ts')).toBe(before);
  expect(readdirSync(join(root, 'src', 'content'))).toEqual(['industry']);
});

test('a new type is a complete folder that says nothing of the one it was made from, and one line of the list', async () => {
  const before = read('src', 'modules.ts').split('\n');
  const paths = await makeContentType(root, 'lighthouse', 'lighthouses');
  const sources = new Map(paths.map((path) => [path.replaceAll('\\', '/').replace(/^src\//, ''), read(path)]));
  expect(kindFolderProblems(sources, 'content/lighthouse')).toEqual([]);
  for (const text of sources.values()) expect(text).not.toMatch(/industr|business|healthcare|\ban lighthouse/i);
  expect(sources.get('content/lighthouse/lighthouse.entity.ts')).toContain(`description: 'A lighthouse.'`);
  const added = read('src', 'modules.ts')
    .split('\n')
    .filter((line) => !before.includes(line));
  expect(added).toEqual([
    "import { lighthouseModule } from './content/lighthouse/lighthouse.module';",
    '  lighthouseModule,',
  ]);
});
