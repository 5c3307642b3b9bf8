import { Role } from '../../src/accounts/role';
import type { ContentKind } from '../../src/content/publishing/content-kind';
import { allKinds } from '../../src/content/publishing/content-kinds';
import { readContent } from '../../src/content/publishing/content-validation';
import { toPlainContent } from '../../src/content/publishing/content-walk';
import type { ContentFile } from '../../src/content/transfer/content-files';
import { makeSchema } from '../../src/kernel/graphql/schema';
import { modules } from '../../src/modules';
import { type CallerHeaders, signInCallers } from '../setup/callers';
import { saveDrafts } from '../setup/content-store';
import { GraphWalk } from '../setup/graph-walk';
import { MarkedContent, markedPaths } from '../setup/marked-content';
import { rootFieldOf } from '../setup/reachable-types';
import { startTestApp, type TestApp } from '../setup/test-app';
import { unlimited } from '../setup/test-config';
import {
  anonymously,
  type Answers,
  answersOf,
  differences,
  excerpts,
  fieldsWithValues,
  saidIn,
  withHeaders,
} from '../setup/walk-answers';
import { slugsByKind, starterContent, walkTargets } from '../setup/walk-targets';
import { publicRoots } from './access-matrix';

/*
 * No draft is reachable: drafts are planted behind every relation, and editors do with them whatever they can; after each
 * step everything that an anonymous caller can ask is read again. All of it is made from the kinds and the schema, so a
 * new kind is covered as it is.
 */

const MARK = 'LEAKMARK';
const kinds = allKinds();
const newSlugs = ['leakmark-one', 'leakmark-two'];
const formerSlug = 'leakmark-former';
/** Slugs of documents that are made while readers look on. */
const liveSlugs = ['leakmark-live', 'leakmark-renamed', 'leakmark-archived'];
/** A document that was public, and is not any more when the readers begin to look. */
const onceKind = kinds.find(({ kind }) => kind === 'INDUSTRY')!;
const onceSlug = 'shown-once';
const schema = makeSchema(modules);

let app: TestApp;
let files: ContentFile[];
let headersOf: Record<Role.EDITOR | Role.PUBLISHER, CallerHeaders>;
let walk: GraphWalk;
let before: Answers;
let marked: MarkedContent;

beforeAll(async () => {
  app = await startTestApp('content', unlimited);
  headersOf = await signInCallers(app, [Role.EDITOR, Role.PUBLISHER]);
  files = await starterContent();
  // New documents come first among those that references are moved to, so each of them is referred to.
  const documents = slugsByKind(files, newSlugs);
  const asked = new Map(
    [...documents].map(([kind, slugs]) => [kind, [...slugs, formerSlug, ...liveSlugs, onceSlug, 'leakmark-once']]),
  );
  walk = new GraphWalk(schema, walkTargets(asked, [MARK, 'e', newSlugs[0]!]), publicRoots);
  await publishAndUnpublish();
  before = await answersOf(walk.operations, anonymously(app));

  marked = new MarkedContent({ mark: MARK, documents, entries: 3, number: 999_999_937 });
  const added = kinds.flatMap((kind) => newSlugs.map((slug) => ({ kind, slug, content: marked.fill(kind, slug) })));
  const edited = files.map(({ kind, slug, content }) => ({ kind, slug, content: marked.change(kind, slug, content) }));
  const saved = await saveDrafts(app.dataSource, [...added, ...edited]);
  expect(saved.every(({ changed }) => changed)).toBe(true);
  await app.dataSource.query(
    `INSERT INTO slug_history (kind, slug, document_id) SELECT kind, $1, id FROM document WHERE slug = $2`,
    [formerSlug, newSlugs[0]],
  );
}, 120_000);
afterAll(() => app.stop());

/** A document as editors see it. */
interface Seen {
  readonly id: string;
  readonly slug: string;
  readonly version: number;
}

async function asEditor(field: string, inputType: string, input: object): Promise<Seen> {
  const mutation = `mutation ($input: ${inputType}!) { ${field}(input: $input) { document { id slug version } } }`;
  return (await app.ask(mutation, { input }, headersOf.EDITOR))[field].document;
}

async function read(kind: ContentKind, slug: string): Promise<Seen> {
  const query = `{ document(kind: ${kind.kind}, slug: "${slug}") { id slug version } }`;
  return (await app.ask(query, {}, headersOf.EDITOR)).document;
}

const versionOf = ({ id, version }: Seen) => ({ documentId: id, expectedVersion: version });
const save = (kind: ContentKind, input: object) =>
  asEditor(`save${kind.node.name}`, `Save${kind.node.name}Input`, input);
const archive = (document: Seen) => asEditor('archiveDocument', 'DocumentVersionInput', versionOf(document));
const restore = (document: Seen) => asEditor('restoreDocument', 'DocumentVersionInput', versionOf(document));
const rename = (document: Seen, slug: string) =>
  asEditor('renameSlug', 'RenameSlugInput', { ...versionOf(document), slug });

async function publishAndUnpublish(): Promise<void> {
  const { id } = await save(onceKind, { slug: onceSlug, content: { name: 'Shown once' } });
  for (const field of ['publish', 'unpublish']) {
    const mutation = `mutation { ${field}(input: { documentIds: ["${id}"] }) { publication { number } } }`;
    await app.ask(mutation, {}, headersOf.PUBLISHER);
  }
}

/** Content with every field marked that an editor may save: what does not go with the rest of it is left out. */
function savable(kind: ContentKind, slug: string): object {
  const content = toPlainContent({
    ...marked.fill(kind, slug),
    ...(kind.kind === 'QUESTION' ? { kind: 'OPEN' } : {}),
  });
  for (const { pointer } of readContent(kind, content, 'draft').problems) {
    const path = pointer.split('/').slice(1);
    const parent = path.slice(0, -1).reduce((part: any, name) => part?.[name], content);
    delete parent?.[path.at(-1)!];
  }
  return content;
}

/** The walk without most filters and orders: enough to see what happens on the way, the whole of it is walked in the end. */
const brief = () =>
  walk.operations.filter(({ name }) => !/page by page|every order|by every filter ([2-9]|\d\d)$/.test(name));

async function expectNothingNew(operations = brief()): Promise<void> {
  const after = await answersOf(operations, anonymously(app));
  expect(differences(new Map([...before].filter(([name]) => after.has(name))), after)).toEqual([]);
  expect(after.size).toBe(operations.length);
  expect(excerpts(saidIn(after), new RegExp(MARK))).toEqual([]);
}

test('the walk selects every field of every type that an anonymous caller can reach', () => {
  expect(publicRoots.length).toBeGreaterThan(kinds.length * 2);
  expect(walk.missed()).toEqual([]);
});

describe('no answer to an anonymous caller changes, to the byte, and none of the texts appears,', () => {
  test('when drafts stand in every document and behind every relation, and editors save more of them', async () => {
    for (const kind of kinds) {
      for (const slug of ['leakmark-live', 'leakmark-archived'])
        await save(kind, { slug, content: savable(kind, slug), message: MARK });
      const published = await read(kind, files.find((file) => file.kind === kind)!.slug);
      const saved = await save(kind, {
        ...versionOf(published),
        content: savable(kind, published.slug),
        message: MARK,
      });
      expect(saved.version).toBeGreaterThan(published.version);
      await asEditor('restoreEdition', 'RestoreEditionInput', { ...versionOf(saved), number: 2 });
    }
    await expectNothingNew();
  });

  test('when they rename, archive and restore what is not public, and what was public once', async () => {
    for (const kind of kinds) {
      await rename(await read(kind, 'leakmark-live'), 'leakmark-renamed');
      await archive(await restore(await archive(await read(kind, 'leakmark-archived'))));
      await archive(await read(kind, newSlugs[1]!));
    }
    const once = await read(onceKind, onceSlug);
    const changed = await save(onceKind, { ...versionOf(once), content: savable(onceKind, onceSlug) });
    await archive(await rename(changed, 'leakmark-once'));
    await expectNothingNew(walk.operations);
  });
});

test('draft documents are null by slug, by a former slug and by id', async () => {
  const { slugs, ids } = walkTargets(new Map(kinds.map(({ kind }) => [kind, newSlugs])), []);
  const all = [...ids.values()].flat();
  const { nodes } = await app.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }', { ids: all });
  expect(nodes).toEqual(all.map(() => null));
  const bySlug = publicRoots.map((root) => rootFieldOf(schema, root)).filter((field) => slugs.has(String(field.type)));
  expect(bySlug).toHaveLength(kinds.length);
  for (const field of bySlug) {
    for (const slug of [...newSlugs, formerSlug, ...liveSlugs]) {
      expect(await app.ask(`{ found: ${field.name}(slug: "${slug}") { __typename } }`)).toEqual({ found: null });
    }
  }
});

test('the same walk by an editor in draft meets every field of every type, and every text of every kind', async () => {
  const drafts = await answersOf(brief(), withHeaders(app, { ...headersOf.EDITOR, 'x-perspective': 'draft' }));
  const said = saidIn(drafts);
  const marks = kinds.flatMap((kind) => markedPaths(kind.content).map((path) => marked.markOf(kind, path)));
  expect(marks.length).toBeGreaterThan(kinds.length);
  expect(marks.filter((mark) => !said.includes(mark))).toEqual([]);
  const seen = fieldsWithValues(drafts);
  const unseen = [...walk.selected].filter((field) => !field.startsWith('Query.') && !seen.has(field));
  expect(unseen).toEqual([]);
  // And a leak in one root field alone would be noticed there; the log of publications knows no perspective.
  const noticed = new Set(differences(drafts, before).map((difference) => `Query.${difference.split(' ')[0]}`));
  expect(publicRoots.filter((name) => !noticed.has(name))).toEqual(['Query.changesSince', 'Query.publications']);
});
