import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runContentCommand } from '../scripts/content';
import { checkoutFolder } from '../src/checkout-folder';
import { wholeFiles } from './factories/whole-content';
import { changed, contentFolder } from './setup/content-folder';
import { startTestApp, type TestApp } from './setup/test-app';

const guide = readFileSync(join(checkoutFolder, 'docs', 'authors-guide.md'), 'utf8');
/** The blocks of the guide in one language, in order. */
const blocks = (language: string): string[] =>
  [...guide.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\n\`\`\``, 'g'))].map((match) => match[1]!);
const CAREER = 'content/career/database-administrator.yaml';
/** What the guide writes into a file, part by part. */
const partsOf = (path: string): string[] => blocks('yaml').filter((text) => text.startsWith(`# ${path}`));

let app: TestApp;
/** A folder with a copy of content/, as a checkout has it. */
let checkout: string;
beforeAll(async () => {
  app = await startTestApp('content');
  checkout = contentFolder({});
  cpSync(join(checkoutFolder, 'content'), join(checkout, 'content'), { recursive: true });
});
afterAll(() => app.stop());

const write = (path: string, text: string) => writeFileSync(join(checkout, path), text);

/** Runs a command of the guide in the copy; resolves to its exit code and to what it wrote. */
async function run(command: string): Promise<{ code: number; text: string }> {
  let text = '';
  const add = (more: string) => void (text += more);
  const args = command.replace('npm run content -- ', '').split(' ');
  const { url } = app.dataSource.options as unknown as { url: string };
  const env = { INIT_CWD: checkout, CONTENT_FOLDER: join(checkout, 'content'), DATABASE_URL: url };
  return { code: await runContentCommand(args, env, { out: add, error: add }), text };
}

/** Every line that the guide shows, a … for what may differ, must be a line of the output. */
function expectShown(shown: string, text: string): void {
  for (const line of shown.split('\n')) {
    const [first = '', ...rest] = line.split('…');
    const matches = text.split('\n').filter((each) => {
      let from = first.length;
      return (
        each.startsWith(first) &&
        rest.every((part) => {
          const at = each.indexOf(part, from);
          from = at + part.length;
          return at >= 0;
        })
      );
    });
    expect([line, matches.length]).toEqual([line, 1]);
  }
}

const [check, strict, load] = blocks('sh') as [string, string, string];
const [empty, mistyped, thin, loaded] = blocks('text') as [string, string, string, string];

test('the walk of the guide leads from an empty file to a published career, and shows what its commands say', async () => {
  expect([check, strict, load]).toEqual(
    ['check', 'check --strict', 'load'].map((each) => `npm run content -- ${each}`),
  );
  write(CAREER, '');
  let said = await run(check);
  expect(said.code).toBe(1);
  expectShown(empty, said.text);

  const [first, work, levels, path] = partsOf(CAREER) as [string, string, string, string];
  write(CAREER, `${first}\n`);
  said = await run(check);
  expect(said.code).toBe(1);
  expectShown(mistyped, said.text);

  const corrected = changed(first, 'sqll', 'sql');
  write(CAREER, `${corrected}\n`);
  said = await run(check);
  expect(said.code).toBe(0);
  expectShown(thin, said.text);

  const withoutSkills = corrected.slice(0, corrected.indexOf('skills:'));
  write(CAREER, [withoutSkills.trimEnd(), work, levels, path, ''].join('\n'));
  const [question] = partsOf('content/question/plan-a-restore.yaml');
  write('content/question/plan-a-restore.yaml', `${question}\n`);
  said = await run(strict);
  expect(said.text.split('\n').filter((line) => /database-administrator|plan-a-restore/.test(line))).toEqual([]);
  expect(said.code).toBe(0);

  said = await run(load);
  expect(said.code).toBe(0);
  expectShown(loaded, said.text);
  const [query = ''] = blocks('graphql');
  expect(await app.ask(query)).toMatchObject({
    career: { title: 'Database Administrator', learningPath: { length: 4 } },
  });
});

test('the other files of the guide are good and whole too', async () => {
  const claims = partsOf(CAREER)[4]!;
  const path = join(checkout, CAREER);
  writeFileSync(path, `${readFileSync(path, 'utf8')}${claims}\n`);
  const [question = ''] = partsOf('content/question/which-backup-is-enough.yaml');
  write('content/question/which-backup-is-enough.yaml', `${question}\n`);
  expect(await run(strict)).toMatchObject({ code: 0 });
  // Nothing of the open half is the key.
  const { options, key } = parse(question) as { options: { id: string }[]; key: { correctOptions: string[] } };
  expect(options.map(({ id }) => id)).toEqual(expect.arrayContaining(key.correctOptions));
});

test('the guide is found from the README and from the guide of content editors', () => {
  const read = (...at: string[]) => readFileSync(join(checkoutFolder, ...at), 'utf8');
  expect(read('README.md')).toContain('(docs/authors-guide.md)');
  expect(read('docs', 'editors-guide.md')).toContain('(authors-guide.md)');
});

test('what the guide says that the checker says, it says', async () => {
  const files = (more: Record<string, string>) => contentFolder({ ...wholeFiles, ...more });
  const skill = wholeFiles['skill/skill-0.yaml']!;
  const clerk = wholeFiles['career/clerk.yaml']!;
  const quiz = wholeFiles['assessment/quiz.yaml']!;
  const folders = [
    files({
      'skill/open.yaml': 'name: "SQL\n',
      'skill/odd.yaml': 'nmae: SQL\nname: 5\ntopics:\n  - { id: a, name: A }\n  - { id: a, name: B }\n',
      'project/shop.yaml': changed(wholeFiles['project/shop.yaml']!, '[skill-0]', '[no-such]'),
    }),
    files({
      'skill/skill-0.yaml': `${skill}prerequisites: [skill-1]\naliases: [Same]\n`,
      'skill/skill-1.yaml': `${wholeFiles['skill/skill-1.yaml']!}prerequisites: [skill-0]\naliases: [Same]\n`,
      'skill/alone.yaml': changed(skill, 'Skill 0', 'Alone'),
      'industry/lost.yaml': 'name: Lost\n',
      'assessment/quiz.yaml': changed(quiz, 'count: 1', 'count: 3'),
      'career/clerk.yaml': changed(
        changed(clerk, '  - { id: responsibilities-5, text: Duty 5. }\n', ''),
        'projects: [shop]\n',
        '',
      ),
    }),
  ];
  let text = '';
  for (const folder of folders) text += (await run(`npm run content -- check ${folder}`)).text;
  const told = [...guide.matchAll(/^\| (`[^|]*`) +\|/gm)]
    .map((match) => match[1]!)
    .filter((cell) => !cell.startsWith('`content/'))
    .flatMap((cell) => cell.slice(1, -1).split('`, `'));
  expect(told.length).toBeGreaterThan(10);
  const pattern = (message: string) =>
    new RegExp(
      message
        .replaceAll(/[.?()]/g, '\\$&')
        .replaceAll('a → b → a', '.+ → .+ → .+')
        .replaceAll('…', '.*')
        .replaceAll(/\d+/g, '\\d+'),
    );
  expect(told.filter((message) => !pattern(message).test(text))).toEqual([]);
});
