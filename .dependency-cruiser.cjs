/*
 * Imports run one way: config <- kernel <- accounts <- publishing <- kinds, leaf first <- transfer <- modules <- app <- main.
 * A back edge of the graph belongs to the folder that depends: career's folder adds Skill.careers.
 */
const { readFileSync } = require('node:fs');

/** The folders under src/accounts, and those of kinds, in the order of the list in src/modules.ts: each may import those before it. */
const accounts = ['user', 'api-token', 'preview-token', 'session', 'idempotency'];
const kinds = [...readFileSync(`${__dirname}/src/modules.ts`, 'utf8').matchAll(/^  (\w+)Module,$/gm)]
  .map((match) => match[1].replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))
  .filter((name) => name !== 'publishing' && !accounts.includes(name));
if (kinds.length === 0) throw new Error('Found no modules in src/modules.ts');

const onlyFrom = (name, path, allowed) => ({
  name,
  severity: 'error',
  from: { path: `^src/${path}` },
  to: { path: '^src/', pathNot: [...allowed, path].map((folder) => `^src/${folder}`) },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, path: '^src/' }, to: {} },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    onlyFrom('config-knows-nothing', 'config\\.ts$', []),
    onlyFrom('kernel-knows-no-feature', 'kernel/', ['config\\.ts$']),
    onlyFrom('accounts-know-no-content', 'accounts/', ['config\\.ts$', 'kernel/']),
    onlyFrom('shared-accounts-know-no-folder', 'accounts/[^/]+\\.ts$', ['kernel/']),
    ...accounts.map((folder, index) =>
      onlyFrom(`${folder}-imports-leafward`, `accounts/${folder}/`, [
        'kernel/',
        'accounts/[^/]+\\.ts$',
        ...accounts.slice(0, index).map((leaf) => `accounts/${leaf}/`),
      ]),
    ),
    onlyFrom('publishing-knows-no-kind', 'content/publishing/', ['kernel/', 'accounts/']),
    ...kinds.map((kind, index) =>
      onlyFrom(`${kind}-imports-leafward`, `content/${kind}/`, [
        'kernel/',
        'accounts/',
        'content/publishing/',
        ...kinds.slice(0, index).map((leaf) => `content/${leaf}/`),
      ]),
    ),
    onlyFrom('transfer-knows-no-kind', 'content/transfer/', ['kernel/', 'content/publishing/']),
    { name: 'nothing-imports-main', severity: 'error', from: {}, to: { path: '^src/main\\.ts$' } },
    {
      name: 'only-the-top-imports-app',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/main\\.ts$' },
      to: { path: '^src/app\\.ts$' },
    },
    {
      name: 'src-imports-no-test',
      severity: 'error',
      from: { path: '^(src|scripts|migrations)/' },
      to: { path: '^test/' },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
