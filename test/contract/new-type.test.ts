import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DataSource } from 'typeorm';
import { CheckoutChange } from '../../scripts/checkout-change';
import { makeType, takenNames, withAccess, withModule } from '../../scripts/new-type';
import { typeFiles } from '../../scripts/type-files';
import { namesOf, pluralOf, requireFree } from '../../scripts/type-names';
import { checkoutFolder } from '../../src/checkout-folder';
import { kindFolderProblems } from '../setup/source-layout';
import { accessMatrix } from './access-matrix';

/** A type that nobody has: these tests hold too where others were added. */
const resource = namesOf('unheard-thing');
const taken = takenNames(new CheckoutChange(checkoutFolder), resource);
const readCheckout = (path: string): string => readFileSync(join(checkoutFolder, path), 'utf8');

describe('a name', () => {
  test.each([
    [],
    [''],
    ['Certification'],
    ['learning_resource'],
    ['learning--resource'],
    ['-course'],
    ['a-course'],
    ['course2'],
    ['course', 'Courses'],
    ['series', 'series'],
    ['x'.repeat(41)],
  ])('%j %j is refused, and what to write is said', (...given) => {
    expect(() => namesOf(...(given as string[]))).toThrow(
      /such as: certification|such as series-list|Take a shorter one/,
    );
  });

  test.each([
    ['skill', 'GraphQL type Skill already'],
    ['answer-key', 'GraphQL type AnswerKeyContent already'],
    ['node', 'GraphQL type Node already'],
    ['item', 'ids of items'],
    ['viewer', 'GraphQL type Viewer already'],
    ['draft', 'table or view draft already'],
    ['user-account', 'table or view user_account already'],
    ['learner', 'table or view learner already'],
    ['personal-data', 'module personalDataModule already'],
    ['select', 'reserved word of SQL'],
    ['field', 'a word that the files of a type are written in'],
    ['content-node', 'a word that the files of a type are written in'],
    ['map', 'word of JavaScript'],
    ['learning-edge', 'end in edge'],
    ['secret-course', 'answer key'],
    ['monkey', 'answer key'],
  ])('%s is refused: %s', (name, reason) => {
    const refused = () => requireFree(namesOf(name), taken);
    expect(refused).toThrow(`A type can't be called ${name}: `);
    expect(refused).toThrow(reason);
    expect(refused).toThrow('Take a name of two words');
  });

  test('is refused for its plural too', () => {
    expect(() => requireFree(namesOf('nod', 'nodes'), taken)).toThrow('there is a root field nodes already');
  });

  test('is refused with another one that would do', () => {
    expect(() => requireFree(namesOf('session'), taken)).toThrow(/such as career-session or session-entry\.$/);
  });

  test('that PostgreSQL keeps for itself is refused, whatever version of it we run on', async () => {
    const store = await new DataSource({ type: 'postgres', url: process.env.TEST_SERVER_URL }).initialize();
    const rows: { word: string }[] = await store.query(
      `SELECT word FROM pg_get_keywords() WHERE catcode IN ('R', 'T') AND length(word) < 40`,
    );
    await store.destroy();
    expect(rows.length).toBeGreaterThan(90);
    for (const { word } of rows) {
      expect(() => requireFree({ ...resource, table: word }, taken)).toThrow(`${word} is a reserved word of SQL`);
    }
  });

  test.each(['unheard', 'typeof', 'unheard-thing', 'work-of-an-unheard'])('%s is free', (name) => {
    expect(() => requireFree(namesOf(name), taken)).not.toThrow();
  });

  test.each([
    ['certification', 'certifications'],
    ['industry', 'industries'],
    ['class', 'classes'],
    ['box', 'boxes'],
    ['branch', 'branches'],
    ['essay', 'essays'],
    ['quiz', 'quizzes'],
    ['analysis', 'analyses'],
    ['learning-activity', 'learning-activities'],
  ])('%s has the plural %s', (name, plural) => {
    expect(pluralOf(name)).toBe(plural);
  });

  test('of two words is spelled as each place spells names, its plural as it was given', () => {
    expect(namesOf('learning-resource', 'learning-resource-set')).toEqual({
      folder: 'learning-resource',
      one: 'learningResource',
      many: 'learningResourceSet',
      type: 'LearningResource',
      table: 'learning_resource',
      kind: 'LEARNING_RESOURCE',
      words: 'learning resource',
      manyWords: 'learning resource set',
      article: 'a',
    });
    expect(['exam', 'university', 'hour', 'umbrella', 'unit'].map((name) => namesOf(name).article)).toEqual([
      'an',
      'a',
      'an',
      'an',
      'a',
    ]);
  });
});

describe('what is written', () => {
  test('is a flat and complete folder, and says its names in every place', () => {
    const files = typeFiles(resource);
    const sources = new Map([...files].map(([path, text]) => [path.replace(/^src\//, ''), text]));
    expect(kindFolderProblems(sources, 'content/unheard-thing')).toEqual([]);
    for (const [path, text] of files) expect([path, text]).toEqual([path, expect.stringMatching(/Unheard ?Thing/)]);
  });

  test('is one line of the list: after the kinds of content, before what learners do', () => {
    const before = readCheckout('src/modules.ts');
    const after = withModule(before, resource).split('\n');
    expect(after.filter((line) => !before.split('\n').includes(line))).toEqual([
      "import { unheardThingModule } from './content/unheard-thing/unheard-thing.module';",
      '  unheardThingModule,',
    ]);
    const place = (name: string) => after.indexOf(`  ${name},`);
    expect(place('unheardThingModule')).toBeGreaterThan(place('careerModule'));
    const fromContent = (name: string) => after.some((line) => line.startsWith(`import { ${name} } from './content/`));
    const kinds = after.flatMap((line) => /^  (\w+),$/.exec(line)?.[1] ?? []).map(fromContent);
    // It is the last of content, and nothing of content comes after what is not.
    expect(after[place('unheardThingModule')]).toBe(
      after.filter((line) => /^  \w+,$/.test(line))[kinds.lastIndexOf(true)],
    );
    const imports = after.flatMap((line) => /^import \{.* from '(\..*)'/.exec(line)?.[1] ?? []);
    expect(imports).toEqual(imports.toSorted());
  });

  test('is three lines of the access matrix, in order', () => {
    const after = withAccess(readCheckout('test/contract/access-matrix.ts'), resource);
    const entries = [...after.split('\n};')[0]!.matchAll(/^  '(\w+\.\w+)': (\w+),$/gm)].map((match) => [
      match[1]!,
      match[2]!,
    ]);
    const names = entries.map(([name]) => name!);
    expect(names).toEqual(names.toSorted());
    expect(entries.filter(([name]) => !accessMatrix[name!])).toEqual([
      ['Mutation.saveUnheardThing', 'nobodyButEditors'],
      ['Query.unheardThing', 'everybody'],
      ['Query.unheardThings', 'everybody'],
    ]);
    expect(names).toHaveLength(Object.keys(accessMatrix).length + 3);
  });

  test('is nothing when a list is not what it was', () => {
    expect(() => withModule('export const modules = [];', resource)).toThrow(/add unheardThingModule to it by hand/);
    expect(() => withAccess('', resource)).toThrow(/add the fields of UnheardThing by hand/);
  });
});

describe('when something fails', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'careergraph-new-type-'));
    for (const path of ['src/modules.ts', 'test/contract/access-matrix.ts', 'schema', 'docs/access.md', 'migrations'])
      cpSync(join(checkoutFolder, path), join(root, path), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** Stands in for a script of the checkout. */
  const script = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  /** Every file and folder with its content. */
  const everything = (): [string, string][] =>
    readdirSync(root, { recursive: true, withFileTypes: true })
      .map((entry): [string, string] => {
        const path = join(entry.parentPath, entry.name);
        return [path, entry.isFile() ? readFileSync(path, 'utf8') : 'folder'];
      })
      .toSorted(([a], [b]) => (a < b ? -1 : 1));

  test('half-way, all is taken back: files, folders, the migration and what was printed', async () => {
    script('scripts/build.mjs', '');
    script(
      'dist/scripts/generate-migration.js',
      `require('fs').writeFileSync('migrations/1-' + process.argv[2] + '.ts', '')`,
    );
    script(
      'dist/scripts/print-schema.js',
      `const fs = require('fs');
       if (!fs.existsSync('migrations/1-create-unheard.ts')) throw new Error('no migration');
       if (!fs.readFileSync('src/modules.ts', 'utf8').includes('unheardModule,')) throw new Error('no line');
       fs.writeFileSync('schema/schema.graphql', 'half'); fs.writeFileSync('schema/content/unheard.schema.json', '{}'); fs.writeFileSync('docs/mine.md', 'mine'); throw new Error('The disk is full.')`,
    );
    const before = everything();
    await expect(makeType(root, 'unheard')).rejects.toThrow(/print-schema\.js failed:[^]*The disk is full\./);
    // What somebody else wrote meanwhile stays.
    expect(readFileSync(join(root, 'docs/mine.md'), 'utf8')).toBe('mine');
    rmSync(join(root, 'docs/mine.md'));
    expect(everything()).toEqual(before);
  });

  test('at once, nothing was written: a folder that is there, and a name that is taken', async () => {
    script('content/unheard/mine.yaml', 'name: Mine\n');
    const before = everything();
    await expect(makeType(root, 'unheard')).rejects.toThrow('There is content/unheard already.');
    await expect(makeType(root, 'skill')).rejects.toThrow('GraphQL type Skill');
    expect(everything()).toEqual(before);
  });
});
