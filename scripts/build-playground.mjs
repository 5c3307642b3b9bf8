// Builds playground/ into dist/playground: one page, and files with hashed names that a browser may keep for ever.
// Each text file also gets a .br and a .gz twin, so that the server never compresses anything itself.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = join(root, 'playground');
const target = resolve(process.argv[2] ?? join(root, 'dist', 'playground'));
const compressible = /\.(js|css|html|svg|ttf)$/;

const workers = {
  editor: 'monaco-editor/esm/vs/editor/editor.worker.js',
  json: 'monaco-editor/esm/vs/language/json/json.worker.js',
  graphql: 'monaco-graphql/esm/graphql.worker.js',
};

/** Fonts that packages inline into their style sheets become files: only the ones that a page needs are loaded. */
const fontFiles = {
  name: 'font-files',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^data:font\// }, ({ path }) => {
      const [, type, content] = /^data:font\/(\w+);base64,(.*)$/s.exec(path) ?? [];
      if (content === undefined) throw new Error(`Not a base64 font: ${path.slice(0, 60)}`);
      const bytes = Buffer.from(content, 'base64');
      return { path: `${hashOf(bytes)}.${type}`, namespace: 'font', pluginData: bytes };
    });
    esbuild.onLoad({ filter: /.*/, namespace: 'font' }, ({ pluginData }) => ({ contents: pluginData, loader: 'file' }));
  },
};

function hashOf(bytes) {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 8);
}

const result = await build({
  absWorkingDir: root,
  entryPoints: [
    { in: join(source, 'main.tsx'), out: 'main' },
    ...Object.entries(workers).map(([name, module]) => ({ in: module, out: `${name}-worker` })),
  ],
  outdir: target,
  entryNames: '[name]-[hash]',
  chunkNames: 'chunk-[hash]',
  assetNames: '[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'browser',
  target: ['chrome115', 'firefox115', 'safari16.4'],
  tsconfig: join(source, 'tsconfig.json'),
  // GraphiQL imports these by their old names, which lead to CommonJS files whose exports an import() does not see.
  alias: { 'prettier/parser-babel': 'prettier/plugins/babel', 'prettier/parser-graphql': 'prettier/plugins/graphql' },
  define: { 'process.env.NODE_ENV': '"production"' },
  loader: { '.ttf': 'file' },
  minify: true,
  legalComments: 'linked',
  metafile: true,
  write: false,
  logLevel: 'warning',
  plugins: [fontFiles],
});

const outputs = Object.entries(result.metafile.outputs);

function builtFrom(entryPoint) {
  const [path, output] = outputs.find(([, { entryPoint: from }]) => from?.endsWith(entryPoint)) ?? [];
  if (path === undefined) throw new Error(`esbuild wrote nothing for ${entryPoint}.`);
  return { path, output };
}

// The page links one style sheet, which holds all styles: those that esbuild writes beside lazy chunks repeat its rules.
const main = builtFrom('playground/main.tsx');
const styles = basename(main.output.cssBundle);
const files = new Map(
  result.outputFiles
    .map(({ path, contents }) => [basename(path), Buffer.from(contents)])
    .filter(([name]) => !name.endsWith('.css') || name === styles),
);
const icon = await readFile(join(source, 'icon.svg'));
const iconName = `icon-${hashOf(icon)}.svg`;
files.set(iconName, icon);

// Addresses are relative, so that the page also works under a path of a proxy.
const address = (path) => `playground/${basename(path)}`;
const links = [
  `<link rel="icon" href="${address(iconName)}" type="image/svg+xml" />`,
  `<link rel="stylesheet" href="${address(main.output.cssBundle)}" />`,
  `<link rel="preload" href="playground/operations.json" as="fetch" crossorigin />`,
  ...main.output.imports
    .filter(({ kind }) => kind === 'import-statement')
    .map(({ path }) => `<link rel="modulepreload" href="${address(path)}" />`),
  ...Object.entries(workers).map(
    ([name, module]) => `<link rel="prefetch" data-worker="${name}" href="${address(builtFrom(module).path)}" />`,
  ),
  `<script type="module" src="${address(main.path)}"></script>`,
];
const page = await readFile(join(source, 'index.html'), 'utf8');
files.set('index.html', Buffer.from(page.replace('<!-- head: links to the built files -->', links.join('\n    '))));

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
const sizes = await Promise.all(
  [...files].map(async ([name, bytes]) => {
    const forms = [['', bytes]];
    if (compressible.test(name)) {
      // Level 9 of 11: the last two levels take ten times as long for a few percent.
      const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
      forms.push(['.br', await brotli(bytes, { params })], ['.gz', await zip(bytes, { level: 9 })]);
    }
    await Promise.all(forms.map(([suffix, content]) => writeFile(join(target, name + suffix), content)));
    return { name, plain: bytes.length, brotli: (forms[1]?.[1] ?? bytes).length };
  }),
);

const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`.padStart(11);
for (const { name, plain, brotli } of sizes.toSorted((a, b) => b.plain - a.plain)) {
  console.log(`${kilobytes(plain)} ${kilobytes(brotli)} compressed  ${name}`);
}
const total = (form) => sizes.reduce((sum, size) => sum + size[form], 0);
console.log(`${kilobytes(total('plain'))} ${kilobytes(total('brotli'))} compressed  in ${target}`);
