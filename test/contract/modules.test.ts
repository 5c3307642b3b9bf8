import { modules } from '../../src/modules';
import { allKinds } from '../../src/content/publishing/content-kinds';
import {
  importProblems,
  kindFolderProblems,
  moduleFoldersOf,
  readSources,
  type Sources,
  vagueFiles,
} from '../setup/source-layout';

const sources = readSources();
const folders = modules.map((module) => module.folder);
const kindFolders = folders.filter((folder) => folder.startsWith('content/') && folder !== 'content/publishing');

const withFile = (file: string, text: string): Sources => new Map([...sources, [file, text]]);
const withoutFile = (file: string): Sources => new Map([...sources].filter(([name]) => name !== file));

describe('the list of modules', () => {
  test('holds every folder that has a module, once', () => {
    expect(folders.toSorted()).toEqual(moduleFoldersOf(sources));
  });

  test('names the folder that each module lies in', () => {
    const named = modules.map(({ folder }) => sources.get(`${folder}/${folder.split('/').at(-1)}.module.ts`) ?? '');
    named.forEach((text, index) => expect(text).toContain(`folder: '${folders[index]}'`));
  });

  test('every folder under content but transfer is a module', () => {
    const all = new Set([...sources.keys()].filter((file) => /^content\/[^/]+\//.test(file)).map(folderOf));
    expect([...all].filter((folder) => !folders.includes(folder))).toEqual(['content/transfer']);
  });

  test('would not pass over a folder that is left out', () => {
    const more = withFile('content/course/course.module.ts', '');
    expect(moduleFoldersOf(more)).toContain('content/course');
    expect(folders).not.toContain('content/course');
  });

  test('has every kind of content in the folder that it is named after', () => {
    expect(
      allKinds()
        .map((kind) => `content/${kind.folder}`)
        .toSorted(),
    ).toEqual(kindFolders.toSorted());
  });
});

describe('imports', () => {
  test('run one way: each module imports only those that stand before it in the list', () => {
    expect(importProblems(sources, folders)).toEqual([]);
  });

  test.each([
    ['a leaf that imports career', 'content/skill/skill.loaders.ts', "import type { C } from '../career/career.entity';"],
    ['a kernel that knows a feature', 'kernel/feature.ts', "import { x } from '../content/skill/skill.kind';"],
    ['a kind that imports transfer', 'content/level/level.files.ts', "await import('../transfer/load-content');"],
    ['a feature that imports the list', 'content/skill/skill.all.ts', "import { modules } from '../../modules';"],
    ['a feature that imports the app', 'content/transfer/x.ts', "export * from '../../app';"],
    ['a file without a place', 'helpers/dates.ts', ''],
  ])('%s is found', (_what, file, text) => {
    expect(importProblems(withFile(file, text), folders)).toEqual([expect.stringContaining(file)]);
  });

  test('a list in the wrong order is found', () => {
    expect(importProblems(sources, folders.toReversed())).not.toEqual([]);
  });
});

describe('folders', () => {
  test.each(kindFolders)('%s is flat and complete', (folder) => {
    expect(kindFolderProblems(sources, folder)).toEqual([]);
  });

  test('a missing file and a file too deep are found', () => {
    expect(kindFolderProblems(withoutFile('content/skill/skill.access.ts'), 'content/skill')).toEqual([
      'content/skill/skill.access.ts is missing',
    ]);
    expect(kindFolderProblems(withFile('content/skill/types/skill.x.ts', ''), 'content/skill')).toEqual([
      'content/skill/types/skill.x.ts lies too deep',
    ]);
  });

  test('no file has a name that says nothing', () => {
    expect(vagueFiles(sources)).toEqual([]);
    for (const name of ['index', 'utils', 'common']) {
      expect(vagueFiles(withFile(`content/skill/${name}.ts`, ''))).toHaveLength(1);
    }
  });
});

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/'));
}
