import type { DataSource } from 'typeorm';
import { GraphReader } from '../../../src/content/publishing/graph-reader';
import type { Perspective } from '../../../src/content/publishing/perspective';
import { skillKind } from '../../../src/content/skill/skill.kind';
import { levelDraft } from '../../factories/level';
import { skillDraft } from '../../factories/skill';
import { publishChanges, publishDrafts, saveDrafts, unpublish } from '../../setup/content-store';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let store: DataSource;
beforeAll(async () => {
  app = await startTestApp('empty');
  store = app.dataSource;
});
afterAll(() => app.stop());

/** Publishes a skill under a slug and moves it to another. */
async function publishMoved(from: string, to: string): Promise<string> {
  const { saved } = await publishDrafts(store, [skillDraft(from)]);
  const { documentId } = saved[0]!;
  await store.query('UPDATE document SET slug = $1 WHERE id = $2', [to, documentId]);
  await store.query(`INSERT INTO slug_history (kind, slug, document_id) VALUES ('SKILL', $1, $2)`, [from, documentId]);
  return documentId;
}

const find = async (slug: string, perspective: Perspective = { kind: 'published' }) => {
  const node = await new GraphReader(store, perspective, 100).bySlug(skillKind, slug);
  return node && { documentId: node.documentId, slug: node.slug };
};

test('a slug that was never used finds nothing, and neither does one of another kind', async () => {
  await publishDrafts(store, [levelDraft('a-level-only')]);
  for (const slug of ['never-used', 'a-level-only', '', 'Kubernetes', 'nul\u0000', '\ud800']) {
    expect([slug, await find(slug)]).toEqual([slug, null]);
  }
});

test('an old slug finds the document with its present slug, and so does the present one', async () => {
  const documentId = await publishMoved('k8s', 'kubernetes');
  expect(await find('k8s')).toEqual({ documentId, slug: 'kubernetes' });
  expect(await find('kubernetes')).toEqual({ documentId, slug: 'kubernetes' });
});

test('an old slug belongs to whoever has it now, once that document is public', async () => {
  const moved = await publishMoved('go', 'go-language');
  const [game] = await saveDrafts(store, [skillDraft('go')]);
  expect(game!.documentId).not.toBe(moved);
  // A draft that took the slug over hides nothing that is public.
  expect(await find('go')).toEqual({ documentId: moved, slug: 'go-language' });
  expect(await find('go', { kind: 'draft' })).toEqual({ documentId: game!.documentId, slug: 'go' });
  await publishChanges(store, [game!]);
  expect(await find('go')).toEqual({ documentId: game!.documentId, slug: 'go' });
  expect(await find('go-language')).toEqual({ documentId: moved, slug: 'go-language' });
});

test('an old slug of a document that is not public finds nothing', async () => {
  const documentId = await publishMoved('svn', 'subversion');
  const number = (await unpublish(store, [documentId]))!;
  expect(await find('svn')).toBeNull();
  expect(await find('svn', { kind: 'publication', number: number - 1 })).toEqual({ documentId, slug: 'subversion' });
});

test('one kind has a slug once, and so has its history', async () => {
  const documentId = await publishMoved('es6', 'ecmascript');
  const again = `INSERT INTO slug_history (kind, slug, document_id) VALUES ('SKILL', 'es6', $1)`;
  await expect(store.query(again, [documentId])).rejects.toMatchObject({ constraint: 'slug_history_pk' });
  const other = `UPDATE document SET slug = 'kubernetes' WHERE id = $1`;
  await expect(store.query(other, [documentId])).rejects.toMatchObject({ constraint: 'document_kind_slug_key' });
});
