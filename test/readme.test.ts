import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutFolder } from '../src/checkout-folder';
import { startTestApp, type TestApp } from './setup/test-app';

const readme = readFileSync(join(checkoutFolder, 'README.md'), 'utf8');
const block = (language: string): string => new RegExp(`\`\`\`${language}\n([^]*?)\n\`\`\``).exec(readme)?.[1] ?? '';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('content');
});
afterAll(() => app.stop());

test('the answer in the README is the answer to its query', async () => {
  expect(await app.ask(block('graphql'))).toEqual(JSON.parse(block('json')).data);
});

test('every npm command of the README and the docs exists', () => {
  const texts = [
    readme,
    ...['add-a-content-type.md', 'operating.md', 'running.md'].map((name) =>
      readFileSync(join(checkoutFolder, 'docs', name), 'utf8'),
    ),
  ];
  const named = texts.flatMap((text) => [...text.matchAll(/npm run ([a-z:-]+)/g)].map((match) => match[1]!));
  const { scripts } = JSON.parse(readFileSync(join(checkoutFolder, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !scripts[name])).toEqual([]);
});
