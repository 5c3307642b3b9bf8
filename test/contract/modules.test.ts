import { modules } from '../../src/modules';
import { allKinds } from '../../src/content/publishing/content-kinds';
import {
  kindFolderProblems,
  moduleFoldersOf,
  orderProblems,
  readSources,
  type Sources,
  vagueFiles,
} from '../setup/source-layout';

const sources = readSources();
const folders = modules.map((module) => module.folder);
const noKinds = ['content/publishing', 'content/releases'];
const kindFolders = folders.filter((folder) => folder.startsWith('content/') && !noKinds.includes(folder));

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
    const more = withFile('content/left-out/left-out.module.ts', '');
    expect(moduleFoldersOf(more)).toContain('content/left-out');
    expect(folders).not.toContain('content/left-out');
  });

  test('has every kind of content in the folder that it is named after', () => {
    expect(
      allKinds()
        .map((kind) => `content/${kind.folder}`)
        .toSorted(),
    ).toEqual(kindFolders.toSorted());
  });
});

describe('the order of the list', () => {
  test('is leaf first: each module imports only those that stand before it', () => {
    expect(orderProblems(sources, folders)).toEqual([]);
  });

  test('a leaf that imports career, a publishing that imports a kind, and a list in the wrong order are found', () => {
    const leaf = withFile('content/skill/skill.x.ts', "import type { C } from '../career/career.entity';");
    const kernel = withFile('content/publishing/x.ts', "await import('../skill/skill.kind.js');");
    expect(orderProblems(leaf, folders)).toEqual([expect.stringContaining('content/skill/skill.x.ts')]);
    expect(orderProblems(kernel, folders)).toEqual([expect.stringContaining('content/publishing/x.ts')]);
    expect(orderProblems(sources, folders.toReversed())).not.toEqual([]);
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
