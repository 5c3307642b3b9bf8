import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkoutFolder } from '../src/config';

/** The smallest content type: what a new one begins as. */
const model = { one: 'industry', many: 'industries' };

/** What the model says of industries alone, and what holds for any type instead. */
const generalWords: readonly (readonly [string, string])[] = [
  [': a line of business', ''],
  ['A line of business that people work in.', 'An industry.'],
  [', such as Healthcare', ''],
];

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** The text of a file of the model, said of another type. */
function renamed(text: string, one: string, many: string): string {
  const general = generalWords.reduce((changed, [special, words]) => changed.replaceAll(special, words), text);
  const article = /^[aeiou]/.test(one) ? 'an' : 'a';
  return general
    .replaceAll(`an ${model.one}`, `${article} ${one}`)
    .replaceAll(`An ${model.one}`, `${capitalized(article)} ${one}`)
    .replaceAll(model.many, many)
    .replaceAll(capitalized(model.many), capitalized(many))
    .replaceAll(model.one, one)
    .replaceAll(capitalized(model.one), capitalized(one))
    .replaceAll(model.one.toUpperCase(), one.toUpperCase());
}

/**
 * Makes the folder of a new content type, with a name, aliases and a summary to begin with, and its line in modules.ts.
 * @param root the checkout
 * @param one the type's name in the singular and @param many in the plural: one word each, in small letters
 * @returns the new files, as paths in the checkout
 * @throws Error that says what is wrong, before anything is written
 */
export async function makeContentType(root: string, one = '', many = ''): Promise<string[]> {
  if (![one, many].every((name) => /^[a-z]+$/.test(name)) || one === many) {
    throw new Error(
      'Usage: npm run new-content-type -- <singular> <plural>, such as: certification certifications\n' +
        'One word each, in small letters: it names the folder, the table and the GraphQL fields.',
    );
  }
  const folder = join('src', 'content', one);
  if (existsSync(join(root, folder))) throw new Error(`There is a folder ${folder} already.`);
  const modelFolder = join(root, 'src', 'content', model.one);
  const listFile = join(root, 'src', 'modules.ts');
  const files = await Promise.all(
    (await readdir(modelFolder)).map(async (name) => ({
      path: join(folder, name.replace(model.one, one)),
      text: renamed(await readFile(join(modelFolder, name), 'utf8'), one, many),
    })),
  );
  const list = await readFile(listFile, 'utf8');
  await mkdir(join(root, folder));
  for (const { path, text } of files) await writeFile(join(root, path), text);
  const importLine = `import { ${one}Module } from './content/${one}/${one}.module';\n`;
  // The last place, where it may refer to every other kind.
  await writeFile(listFile, list.replace(/^import type/m, `${importLine}$&`).replace(/^\];$/m, `  ${one}Module,\n];`));
  return files.map(({ path }) => path);
}

if (require.main === module) {
  makeContentType(checkoutFolder, ...process.argv.slice(2)).then(
    (paths) => console.log(`Wrote ${paths.join(', ')} and a line in src/modules.ts.\nNext: docs/add-a-content-type.md`),
    (error: Error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  );
}
