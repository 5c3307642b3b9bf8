import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { GraphReader } from '../../../src/content/publishing/graph-reader';
import type { Perspective } from '../../../src/content/publishing/perspective';
import { skillKind } from '../../../src/content/skill/skill.kind';
import { skillDraft } from '../../factories/skill';
import { publishChanges, saveDrafts, unpublish } from '../../setup/content-store';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let store: DataSource;
beforeAll(async () => {
  app = await startTestApp('empty');
  store = app.dataSource;
});
afterAll(() => app.stop());

/** Which edition of which document (by slug) a perspective shows. */
type State = Record<string, string>;

/** What one document went through, as the model remembers it. */
interface ModelDocument {
  readonly documentId: string;
  latest: string;
  archived: boolean;
}

type Step =
  | { readonly do: 'save' | 'archive' | 'restore'; readonly document: number }
  | { readonly do: 'publish' | 'unpublish' | 'release'; readonly documents: readonly number[] };

const DOCUMENTS = 4;
const document = fc.nat({ max: DOCUMENTS - 1 });
const documents = fc.uniqueArray(document, { minLength: 1, maxLength: DOCUMENTS });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('save' as const), document }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('publish' as const), documents }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('unpublish' as const), documents }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('archive' as const, 'restore' as const), document }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('release' as const), documents }) },
);

/** The content store, as simple as it can be told. */
class Model {
  readonly documents = new Map<string, ModelDocument>();
  published: State = {};
  /** The public graph as of each publication. */
  readonly publications = new Map<number, State>();
  readonly releases = new Map<string, Record<string, string | null>>();

  /** The public graph after these changes, or null when they change nothing. */
  after(changes: Record<string, string | null>): State | null {
    const entries = Object.entries({ ...this.published, ...changes });
    const next = Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== null));
    return isDeepStrictEqual(next, this.published) ? null : next;
  }

  draft(): State {
    const visible = [...this.documents].filter(([, { archived }]) => !archived);
    return Object.fromEntries(visible.map(([slug, { latest }]) => [slug, latest]));
  }
}

/** Takes one step in the model and in the database. */
async function take(each: Step, model: Model, prefix: string, count: number): Promise<void> {
  const slugOf = (index: number) => `${prefix}-${index}`;
  if ('documents' in each) {
    const saved = each.documents.map(slugOf).filter((slug) => model.documents.has(slug));
    // What is archived can't be published: publishing refuses it.
    const known = saved.filter((slug) => each.do !== 'publish' || !model.documents.get(slug)!.archived);
    const changes = known.map((slug) => {
      const { documentId, latest } = model.documents.get(slug)!;
      return { slug, documentId, editionId: each.do === 'unpublish' ? null : latest };
    });
    const wanted = Object.fromEntries(changes.map(({ slug, editionId }) => [slug, editionId]));
    if (each.do === 'release') return planRelease(model, changes, wanted);
    const next = model.after(wanted);
    const ids = changes.map(({ documentId }) => documentId);
    const number = await (each.do === 'unpublish' ? unpublish(store, ids) : publishChanges(store, changes));
    expect(number === null).toBe(next === null);
    if (next) model.publications.set(number!, (model.published = next));
    return;
  }
  const slug = slugOf(each.document);
  const known = model.documents.get(slug);
  if (each.do === 'save') {
    const [saved] = await saveDrafts(store, [skillDraft(slug, { name: `Save ${count}` })]);
    const { documentId, editionId: latest } = saved!;
    model.documents.set(slug, { documentId, latest, archived: known?.archived ?? false });
  } else if (known) {
    known.archived = each.do === 'archive';
    const at = known.archived ? 'now()' : 'NULL';
    await store.query(`UPDATE document SET archived_at = ${at} WHERE id = $1`, [known.documentId]);
  }
}

/** A release that takes its first document out and brings the latest editions of the others. */
async function planRelease(
  model: Model,
  changes: readonly { slug: string; documentId: string; editionId: string | null }[],
  wanted: Record<string, string | null>,
): Promise<void> {
  const [{ id }] = (await store.query(
    `INSERT INTO release (id, title) VALUES (gen_random_uuid(), 'A release') RETURNING id`,
  )) as [{ id: string }];
  const items = changes.map((change, index) => ({ ...change, editionId: index === 0 ? null : change.editionId }));
  for (const { documentId, editionId } of items) {
    await store.query('INSERT INTO release_item (release_id, document_id, edition_id) VALUES ($1, $2, $3)', [
      id,
      documentId,
      editionId,
    ]);
  }
  model.releases.set(id, { ...wanted, ...Object.fromEntries(items.map(({ slug, editionId }) => [slug, editionId])) });
}

/** What SQL and the reader say of a perspective; both must be the same. */
async function seen(perspective: Perspective, relation: string, model: Model): Promise<State> {
  const slugs = new Map([...model.documents].map(([slug, { documentId }]) => [documentId, slug]));
  const ids = [...slugs.keys()];
  const rows = (await store.query(
    `SELECT document_id, edition_id FROM ${relation} WHERE document_id = ANY($1::uuid[])`,
    [ids],
  )) as { document_id: string; edition_id: string }[];
  const bySql = Object.fromEntries(rows.map((row) => [slugs.get(row.document_id)!, row.edition_id]));
  expect(Object.keys(bySql)).toHaveLength(rows.length);
  const nodes = await new GraphReader(store, perspective, 100).byIds(skillKind, ids);
  expect(Object.fromEntries(nodes.map(({ slug, editionId }) => [slug, editionId]))).toEqual(bySql);
  return bySql;
}

test('whatever is saved, published and taken out, every perspective shows what it stands for', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
      const prefix = `history-${run++}`;
      const model = new Model();
      let count = 0;
      for (const each of steps) await take(each, model, prefix, count++);
      expect(await seen({ kind: 'published' }, 'published', model)).toEqual(model.published);
      expect(await seen({ kind: 'draft' }, 'draft', model)).toEqual(model.draft());
      for (const [number, state] of model.publications) {
        expect(await seen({ kind: 'publication', number }, `editions_at(${number})`, model)).toEqual(state);
      }
      for (const [releaseId, changes] of model.releases) {
        const state = model.after(changes) ?? model.published;
        expect(await seen({ kind: 'release', releaseId }, `release_editions('${releaseId}')`, model)).toEqual(state);
      }
    }),
    { numRuns: 20 },
  );
});

test('before the first publication and after the last one, the past shows nothing and the present', async () => {
  const [saved] = await saveDrafts(store, [skillDraft('at-the-ends')]);
  const number = (await publishChanges(store, [saved!]))!;
  const at = async (publication: number) =>
    (await new GraphReader(store, { kind: 'publication', number: publication }, 100).bySlug(skillKind, 'at-the-ends'))
      ?.editionId;
  expect(await at(number - 1)).toBeUndefined();
  expect(await at(0)).toBeUndefined();
  expect(await at(number)).toBe(saved!.editionId);
  expect(await at(2_000_000_000)).toBe(saved!.editionId);
});

test('one reader of the published graph sees one publication, whatever is published meanwhile', async () => {
  const saved = await saveDrafts(store, [skillDraft('pinned-a'), skillDraft('pinned-b')]);
  await publishChanges(store, saved);
  const reader = new GraphReader(store, { kind: 'published' }, 100);
  expect((await reader.bySlug(skillKind, 'pinned-a'))?.name).toBe('Skill pinned-a');
  const renamed = await saveDrafts(store, [
    skillDraft('pinned-a', { name: 'A' }),
    skillDraft('pinned-b', { name: 'B' }),
  ]);
  await publishChanges(store, renamed);
  expect((await reader.bySlug(skillKind, 'pinned-b'))?.name).toBe('Skill pinned-b');
  const later = new GraphReader(store, { kind: 'published' }, 100);
  expect((await later.byId(skillKind, saved[0]!.documentId))?.name).toBe('A');
});
