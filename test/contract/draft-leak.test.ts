import { allKinds } from '../../src/content/publishing/content-kinds';
import { makeSchema } from '../../src/kernel/graphql/schema';
import { modules } from '../../src/modules';
import { saveDrafts } from '../setup/content-store';
import { GraphWalk } from '../setup/graph-walk';
import { MarkedContent, markedPaths } from '../setup/marked-content';
import { startTestApp, type TestApp } from '../setup/test-app';
import {
  anonymously,
  type Answers,
  answersOf,
  differences,
  excerpts,
  fieldsWithValues,
  inPerspective,
  saidIn,
} from '../setup/walk-answers';
import { slugsByKind, starterContent, walkTargets } from '../setup/walk-targets';

/*
 * No draft is reachable: drafts are planted behind every relation, and then everything that the schema can answer is
 * read as an anonymous caller. All of it is made from the kinds and the schema, so a new kind is covered as it is.
 */

const MARK = 'LEAKMARK';
const kinds = allKinds();
const newSlugs = ['leakmark-one', 'leakmark-two'];
const formerSlug = 'leakmark-former';
const schema = makeSchema(modules);

let app: TestApp;
let walk: GraphWalk;
let before: Answers;
let marked: MarkedContent;

beforeAll(async () => {
  app = await startTestApp('content');
  const files = await starterContent();
  // New documents come first among those that references are moved to, so each of them is referred to.
  const documents = slugsByKind(files, newSlugs);
  const asked = new Map([...documents].map(([kind, slugs]) => [kind, [...slugs, formerSlug]]));
  walk = new GraphWalk(schema, walkTargets(asked, [MARK, 'e', newSlugs[0]!]));
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
}, 60_000);
afterAll(() => app.stop());

test('the walk selects every field of every type', () => {
  expect(walk.missed()).toEqual([]);
});

test('drafts change no answer to an anonymous caller, to the byte, and none of their texts appears', async () => {
  const after = await answersOf(walk.operations, anonymously(app));
  expect(differences(before, after)).toEqual([]);
  expect(excerpts(saidIn(after), new RegExp(MARK))).toEqual([]);
});

test('draft documents are null by slug, by a former slug and by id', async () => {
  const { slugs, ids } = walkTargets(new Map(kinds.map(({ kind }) => [kind, newSlugs])), []);
  const all = [...ids.values()].flat();
  const { nodes } = await app.ask('query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }', { ids: all });
  expect(nodes).toEqual(all.map(() => null));
  const bySlug = Object.values(schema.getQueryType()!.getFields()).filter((field) => slugs.has(String(field.type)));
  expect(bySlug).toHaveLength(kinds.length);
  for (const field of bySlug) {
    for (const slug of [...newSlugs, formerSlug]) {
      expect(await app.ask(`{ found: ${field.name}(slug: "${slug}") { __typename } }`)).toEqual({ found: null });
    }
  }
});

test.each(['draft', 'publication:1', 'release:00000000-0000-4000-8000-000000000000'])(
  'an anonymous caller cannot ask for the perspective %s',
  async (perspective) => {
    const answer = await app.send('{ skills { totalCount } }', {}, { 'x-perspective': perspective });
    expect(answer).toMatchObject({ status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    expect(answer.data).toBeUndefined();
  },
);

test('the same walk in the draft perspective meets every field of every type, and every text of every kind', async () => {
  // Some of the filters are enough to see that they see.
  const operations = walk.operations.filter(({ name }) => !/by every filter ([2-9]|\d\d)$/.test(name));
  const drafts = await answersOf(operations, inPerspective(schema, app.dataSource, { kind: 'draft' }));
  const said = saidIn(drafts);
  const marks = kinds.flatMap((kind) => markedPaths(kind.content).map((path) => marked.markOf(kind, path)));
  expect(marks.length).toBeGreaterThan(kinds.length);
  expect(marks.filter((mark) => !said.includes(mark))).toEqual([]);
  const seen = fieldsWithValues(drafts);
  const unseen = [...walk.selected].filter((field) => !field.startsWith('Query.') && !seen.has(field));
  expect(unseen).toEqual([]);
  // And a leak in one root field alone would be noticed there; the log of publications knows no perspective.
  const noticed = new Set(differences(drafts, before).map((difference) => difference.split(' ')[0]));
  const rootFields = Object.keys(schema.getQueryType()!.getFields());
  expect(rootFields.filter((name) => !noticed.has(name))).toEqual(['publications']);
});
