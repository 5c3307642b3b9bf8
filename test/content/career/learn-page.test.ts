import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutFolder } from '../../../src/config';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('content');
});
afterAll(() => app.stop());

const learnPage = readFileSync(join(checkoutFolder, 'schema', 'operations', 'LearnPage.graphql'), 'utf8');

test('LearnPage takes at most 16 statements', async () => {
  const statements = await app.count(learnPage, { slug: 'backend-engineer' });
  console.log(statements.map((s) => s.text.replace(/\s+/g, ' ').slice(0, 200)).join('\n'));
  expect(statements.length).toBeLessThanOrEqual(16);
});
