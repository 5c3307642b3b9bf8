import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutFolder } from '../../src/checkout-folder';
import { type CheckoutCopy, copyCheckout } from '../setup/checkout-copy';
import { guideSteps, type GuideStep, patched } from '../setup/guide-steps';

/*
 * docs/add-a-content-type.md is followed word by word on a copy of the checkout: a reader who does what it says has a
 * type that every check lets pass.
 */

const guide = readFileSync(join(checkoutFolder, 'docs', 'add-a-content-type.md'), 'utf8');
const steps = guideSteps(guide);
/** The last commands of the guide take minutes; what of them has to do with a new type is run instead. */
const atTheEnd = ['npm run check', 'npm test -- test/contract test/migrations.test.ts test/content/certification'];
const ownFiles =
  'src/modules.ts src/content/certification content/certification schema/content .vscode test/factories test/content/certification';
const jestFiles =
  'test/content/certification test/contract/modules test/contract/new-type test/contract/schema-files test/contract/schema-rules test/contract/public-queries ' +
  'test/contract/access-matrix test/migrations test/content/publishing/content-json-schema';
/** All tests of these files but those that send every root field as every caller, and those of other migrations. */
const jestNames =
  '"^(?!.*(answers to every caller|same whether or not the thing exists|pool of a single|taken back|before points))"';

let copy: CheckoutCopy;
beforeAll(() => {
  copy = copyCheckout();
});
afterAll(() => copy.remove());

async function follow(step: GuideStep): Promise<void> {
  if ('run' in step) return run(step.run);
  const path = join(copy.root, step.file);
  if ('diff' in step) writeFileSync(path, patched(readFileSync(path, 'utf8'), step.diff));
  else if (existsSync(path)) throw new Error(`${step.file} is there already`);
  else writeFileSync(path, step.create);
}

async function run(command: string): Promise<void> {
  const [, folder, , end] = /^rm ([\w/]+)\/(\*?)([\w.-]+)$/.exec(command) ?? [];
  const [, script, settings = ''] = /^npm run ([\w:-]+)(?: -- (.*))?$/.exec(command) ?? [];
  if (folder && end) {
    const files = readdirSync(join(copy.root, folder)).filter((name) => name.endsWith(end));
    expect(files).toHaveLength(1);
    rmSync(join(copy.root, folder, files[0]!));
  } else if (script) await copy.script(script, settings);
  else throw new Error(`The guide says ${command}, and this test does not know how to do that`);
}

test('the guide makes a type, changes its files, adds content, and ends with all checks', () => {
  expect(steps.filter((step) => 'diff' in step).length).toBeGreaterThan(10);
  expect(steps.filter((step) => 'create' in step)).toHaveLength(1);
  expect(steps[0]).toEqual({ run: 'npm run new-type -- certification' });
  expect(steps.slice(-2)).toEqual(atTheEnd.map((command) => ({ run: command })));
});

test('who follows it word by word has a type that every check lets pass', async () => {
  for (const step of steps.slice(0, -2)) await follow(step);
  const checks = [
    copy.program('tsc -p test --noEmit').then(() => copy.script('check:schema')),
    copy.program(`prettier --check ${ownFiles}`).then(() => copy.program(`oxlint --max-warnings 0 ${ownFiles}`)),
    copy.program(`jest ${jestFiles} -t ${jestNames}`),
  ];
  // All of them end before the copy is removed.
  await Promise.allSettled(checks);
  const [, , jest] = await Promise.all(checks);
  expect(jest).toMatch(/^PASS test\/content\/certification\/certification.test.ts/m);
  expect(jest).toMatch(/^Test Suites: 9 passed, 9 total$/m);
}, 300_000);

test('a diff that does not fit its file is noticed', () => {
  expect(patched('a\nb\nc\n', ' a\n-b\n+x\n+y')).toBe('a\nx\ny\nc\n');
  expect(() => patched('a\nb\nc\n', ' a\n-c')).toThrow(/0 times, not once/);
  expect(() => patched('a\nb\na\nb\n', ' a\n+x')).toThrow(/2 times, not once/);
  expect(() => patched('a\n', 'a\n+x')).toThrow(/begins with "a"/);
});
