import '../../../src/modules';
import { join } from 'node:path';
import { ContentError, readContentFiles } from '../../../src/content/transfer/content-files';
import { projectFile, skillFile, validFiles } from '../../factories/content-files';
import { changed, contentFolder, mistakesIn } from '../../setup/content-folder';

test('a folder without mistakes is read: kind, slug and content of each file, hidden files left out', async () => {
  const files = await readContentFiles(contentFolder({ ...validFiles, '.git/HEAD': 'x', 'skill/.sql.yaml.swp': 'x' }));
  expect(files.map(({ kind, slug }) => `${kind.kind} ${slug}`)).toEqual([
    'CAREER clerk',
    'LEVEL junior',
    'PROJECT shop',
    'QUESTION which',
    'SKILL sql',
    'SOURCE a-page',
  ]);
  expect(files.find(({ slug }) => slug === 'sql')!.content).toEqual({
    name: 'SQL',
    kind: 'TOOL',
    summary: 'Asking databases.',
  });
});

describe('a file in the wrong place or with the wrong name', () => {
  test.each([
    ['in no folder', 'sql.yaml', 'must lie in a folder of its kind: one of '],
    ['in a folder that is no kind', 'tools/sql.yaml', 'must lie in a folder of its kind'],
    ['in a folder whose name is nearly a kind', 'skills/sql.yaml', '; did you mean skill?'],
    ['in a folder below its kind', 'skill/data/sql.yaml', 'must lie in a folder of its kind'],
    ['with another ending', 'skill/sql.yml', 'must be a file that ends in .yaml'],
    ['of another format', 'skill/sql.json', 'must be a file that ends in .yaml'],
    ['with capitals', 'skill/SQL.yaml', 'must be named <slug>.yaml'],
    ['with an underscore', 'skill/sql_basics.yaml', 'must be named <slug>.yaml'],
    ['with a hyphen at the end', 'skill/sql-.yaml', 'must be named <slug>.yaml'],
    ['with a name of 81 characters', `skill/${'x'.repeat(81)}.yaml`, '80 characters at most'],
  ])('%s is refused: %s', async (_, path, message) => {
    expect(await mistakesIn({ ...validFiles, [path]: skillFile })).toEqual([
      { file: path, line: 1, column: 1, pointer: '', message: expect.stringContaining(message) },
    ]);
  });

  test('but a name of 80 characters is none', async () => {
    expect(await readContentFiles(contentFolder({ [`skill/${'x'.repeat(80)}.yaml`]: skillFile }))).toHaveLength(1);
  });

  test('and a folder that is not there is said to be missing', async () => {
    await expect(readContentFiles(join(contentFolder({}), 'nowhere'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a file that is not plain YAML in UTF-8', () => {
  test.each([
    ['a quote that stays open', 'name: "SQL\n', 2, 1, 'is not plain YAML: Missing closing "quote'],
    ['a colon inside a text', 'name: SQL: queries\n', 1, 7, 'is not plain YAML: Nested mappings'],
    ['a tab as indentation', 'name: SQL\ntopics:\n\t- x\n', 3, 1, 'is not plain YAML: Tabs are not allowed'],
    ['a field that stands twice', `${skillFile}name: Again\n`, 4, 1, 'is not plain YAML: Map keys must be unique'],
    [
      'a second document',
      `${skillFile}---\n${skillFile}`,
      4,
      1,
      'is not plain YAML: Source contains multiple documents',
    ],
    ['an unknown tag', 'name: !!python SQL\n', 1, 7, 'is not plain YAML: Unresolved tag'],
    ['an alias, such as an unquoted *', 'name: SQL\nsummary: *important\n', 2, 10, '*important is an alias'],
    ['an alias of itself', 'name: &x [*x]\n', 1, 11, '*x is an alias'],
  ])('%s is refused with its place', async (_, text, line, column, message) => {
    expect(await mistakesIn({ ...validFiles, 'skill/broken.yaml': text })).toContainEqual({
      file: 'skill/broken.yaml',
      line,
      column,
      pointer: '',
      message: expect.stringContaining(message),
    });
  });

  test.each([
    ['nothing', ''],
    ['a comment only', '# later\n'],
    ['a text', 'SQL\n'],
    ['a list', '- SQL\n'],
  ])('%s is refused as a whole', async (_, text) => {
    expect(await mistakesIn({ 'skill/empty.yaml': text })).toEqual([
      { file: 'skill/empty.yaml', line: 1, column: 1, pointer: '', message: 'must be an object with named fields' },
    ]);
  });

  test('another encoding is refused', async () => {
    const latin1 = Buffer.from('name: Französisch\nkind: TOOL\nsummary: Sprache.\n', 'latin1');
    expect(await mistakesIn({ 'skill/french.yaml': latin1 })).toMatchObject([{ message: 'must be encoded in UTF-8' }]);
  });
});

test('several mistakes in several files are all named at once, in the order of the files', async () => {
  const problems = await mistakesIn({
    ...validFiles,
    'skill/a.yaml': 'name: ""\nkind: HARD\ntopics:\n  - X\n  - { id: ok, name: 7 }\n  - { id: ok, name: Y }\n',
    'skill/B.yaml': skillFile,
    'skill/c.yaml': 'name: [',
    'project/d.yaml': changed(projectFile, 'title: Shop\n', ''),
  });
  expect(problems.map(({ file, line, pointer }) => `${file}:${line} ${pointer}`)).toEqual([
    'project/d.yaml:1 /title',
    'skill/B.yaml:1 ',
    'skill/a.yaml:1 /name',
    'skill/a.yaml:1 /summary',
    'skill/a.yaml:2 /kind',
    'skill/a.yaml:4 /topics/0',
    'skill/a.yaml:5 /topics/1/name',
    'skill/a.yaml:6 /topics/2/id',
    'skill/c.yaml:1 ',
  ]);
  const { message } = new ContentError(problems);
  expect(message).toMatch(/^9 mistakes in the content files; nothing was stored\.\n/);
  expect(message).toContain('\nskill/a.yaml:2 /kind: must be one of TECHNICAL, TOOL, TRANSVERSAL\n');
});
