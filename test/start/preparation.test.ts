import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkoutFolder } from '../../src/checkout-folder';
import { run } from './running-process';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'careergraph preparation-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const at = (...parts: string[]): string => path.join(root, ...parts);
const write = (file: string, text: string): void => {
  mkdirSync(path.dirname(at(file)), { recursive: true });
  writeFileSync(at(file), text);
};

/** Calls a function of one of the scripts on the folder, in a process of its own; returns what it printed last. */
function call(script: string, name: string, env: Record<string, string> = {}): string {
  const url = pathToFileURL(path.join(checkoutFolder, 'scripts', script)).href;
  const code = `const { ${name} } = await import(${JSON.stringify(url)}); console.log(await ${name}(${JSON.stringify(root)}, () => undefined));`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

describe('installing', () => {
  const own = { os: [process.platform], cpu: [process.arch], optional: true };
  const other = { os: ['plan9'], cpu: ['mips'], optional: true };
  const record = (packages: object): string => JSON.stringify({ packages });
  const install = (name = 'installPackages'): string =>
    call('install-packages.mjs', name, { npm_execpath: at('npm.js'), NODE_ENV: 'production' });

  beforeEach(() => {
    write(
      'npm.js',
      `require('node:fs').appendFileSync(${JSON.stringify(at('calls'))}, [...process.argv.slice(2), process.cwd()].join(' ') + '\\n');`,
    );
    write(
      'package-lock.json',
      record({
        '': {},
        'node_modules/a': { version: '1.0.0' },
        'node_modules/own': { version: '1.0.0', ...own },
        'node_modules/other': { version: '1.0.0', ...other },
      }),
    );
  });

  test('a folder without packages gets them, those of the build too', () => {
    expect(install()).toBe('done');
    expect(readFileSync(at('calls'), 'utf8')).toMatch(/^ci --include=dev --include=optional /);
  });

  test('the clients that tests use are installed in their own folder, and only by asking for them', () => {
    write('test/clients/package-lock.json', record({ '': {}, 'node_modules/client': { version: '1.0.0' } }));
    write(
      'node_modules/.package-lock.json',
      record({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/own': { version: '1.0.0' } }),
    );
    expect(install()).toBe('up to date');
    expect(existsSync(at('calls'))).toBe(false);
    expect(install('installClients')).toBe('done');
    expect(readFileSync(at('calls'), 'utf8').trim().split('\n')).toEqual([
      expect.stringMatching(/^ci .*[\\/]test[\\/]clients$/),
    ]);

    write('test/clients/node_modules/.package-lock.json', record({ 'node_modules/client': { version: '1.0.0' } }));
    expect(install('installClients')).toBe('up to date');
  });

  test('what is installed as the lock file says is left alone; packages for other systems may be missing', () => {
    write(
      'node_modules/.package-lock.json',
      record({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/own': { version: '1.0.0' } }),
    );
    expect(install()).toBe('up to date');
    expect(existsSync(at('calls'))).toBe(false);
  });

  test('nothing is installed through a link: the packages of another checkout stay as they are', () => {
    write('another/.package-lock.json', record({ 'node_modules/a': { version: '0.9.0' } }));
    symlinkSync(at('another'), at('node_modules'), 'junction');
    expect(install).toThrow('Command failed');
    expect(existsSync(at('calls'))).toBe(false);
    expect(existsSync(at('another', '.package-lock.json'))).toBe(true);
  });

  test.each([
    ['another version', { 'node_modules/a': { version: '0.9.0' }, 'node_modules/own': { version: '1.0.0' } }],
    ['a missing package', { 'node_modules/own': { version: '1.0.0' } }],
    ["a missing optional package for this system, such as PostgreSQL's", { 'node_modules/a': { version: '1.0.0' } }],
  ])('%s is a reason to install', (_, packages) => {
    write('node_modules/.package-lock.json', record(packages));
    expect(install()).toBe('done');
  });
});

describe('building', () => {
  const build = (): string => call('build-steps.mjs', 'buildApplication');

  beforeEach(() => {
    symlinkSync(path.join(checkoutFolder, 'node_modules'), at('node_modules'));
    cpSync(path.join(checkoutFolder, 'tsconfig.json'), at('tsconfig.json'));
    write('src/main.ts', 'export const answer: number = 42;\n');
    write('migrations/1-first.ts', 'export const first = 1;\n');
  });

  test('it compiles once, again after a change, and forgets what was deleted', () => {
    expect(build()).toBe('done');
    expect(existsSync(at('dist', 'migrations', '1-first.js'))).toBe(true);
    expect(build()).toBe('up to date');

    rmSync(at('migrations', '1-first.ts'));
    expect(build()).toBe('done');
    expect(existsSync(at('dist', 'migrations', '1-first.js'))).toBe(false);
    expect(existsSync(at('dist', 'src', 'main.js'))).toBe(true);

    rmSync(at('dist', 'src'), { recursive: true });
    expect(build()).toBe('done');
    expect(existsSync(at('dist', 'src', 'main.js'))).toBe(true);
  });

  test('a mistake in the sources fails the build every time until it is corrected', () => {
    write('src/main.ts', 'export const answer: number = "42";\n');
    expect(build).toThrow('Command failed');
    expect(build).toThrow('Command failed');
    write('src/main.ts', 'export const answer: number = 42;\n');
    expect(build()).toBe('done');
  });
});

test('of two preparations of one checkout, the second waits for the first', async () => {
  const url = pathToFileURL(path.join(checkoutFolder, 'scripts', 'checkout-lock.mjs')).href;
  const code = `
    const { lockCheckout } = await import(${JSON.stringify(url)});
    const unlock = await lockCheckout(${JSON.stringify(root)}, (text) => console.log('waits: ' + text));
    console.log('locked');
    process.stdin.resume();
    setTimeout(() => { unlock(); console.log('unlocked'); process.exit(); }, 1000);`;
  const script = ['--input-type=module', '-e', code];
  const first = run(process.execPath, script);
  await first.until(/^locked$/m);
  const second = run(process.execPath, script);
  await second.until(new RegExp(`^waits: process ${first.child.pid} `, 'm'));
  expect(second.output()).not.toContain('locked');
  await second.until(/^locked$/m);
  expect(first.output()).toContain('unlocked');
  second.child.kill('SIGKILL');
  await second.ended;
  // The lock of a process that is gone doesn't count.
  const third = run(process.execPath, script);
  await third.until(/^locked$/m);
  expect(third.output()).not.toContain('waits');
  expect(await third.ended).toBe(0);
});
