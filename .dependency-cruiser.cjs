/*
 * Imports run one way: config <- kernel <- accounts <- publishing <- kinds, leaf first <- transfer, learning <- modules <- app <- main.
 * A back edge of the graph belongs to the folder that depends: career's folder adds Skill.careers.
 */
const { readFileSync } = require('node:fs');

const list = readFileSync(`${__dirname}/src/modules.ts`, 'utf8');
const folderOf = new Map(
  [...list.matchAll(/import { (\w+Module) } from '\.\/(.+)\/[^/]+';/g)].map(([, name, folder]) => [name, folder]),
);
/** The folders of the modules in the order of the list: each may import those before it. */
const folders = [...list.matchAll(/^  (\w+Module),$/gm)].map(([, name]) => folderOf.get(name));
if (folders.length === 0 || folders.includes(undefined)) throw new Error('Could not read the list in src/modules.ts');
/** Files right under src/accounts are what its folders share. */
const sharedAccounts = 'accounts/[^/]+\\.ts$';
/** Grading and evidence are pure: they know some words of the content, and all of learning may use them. */
const grading = 'learning/grading/';
const evidence = 'learning/evidence/';

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
    onlyFrom('config-knows-nothing', '(config|settings?|checkout-folder)\\.ts$', [
      '(config|settings?|checkout-folder)\\.ts$',
    ]),
    onlyFrom('kernel-knows-no-feature', 'kernel/', ['(config|settings?|checkout-folder)\\.ts$']),
    onlyFrom('shared-accounts-know-no-folder', sharedAccounts, ['kernel/']),
    ...folders.map((folder, index) =>
      onlyFrom(`${folder}-imports-leafward`, `${folder}/`, [
        '(config|settings?|checkout-folder)\\.ts$',
        'kernel/',
        sharedAccounts,
        ...(folder.startsWith('learning/') ? [grading, evidence] : []),
        ...folders.slice(0, index).map((leaf) => `${leaf}/`),
      ]),
    ),
    onlyFrom('grading-is-pure', grading, [
      'content/assessment/assessment-kind\\.ts$',
      'content/question/(question-kind|scoring-rule)\\.ts$',
    ]),
    onlyFrom('evidence-is-pure', evidence, [
      'content/assessment/assessment-kind\\.ts$',
      'content/career/career-enums\\.ts$',
      'content/project/criterion-kind\\.ts$',
      'content/question/question-kind\\.ts$',
    ]),
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
