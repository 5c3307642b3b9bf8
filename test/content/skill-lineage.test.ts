import { documentIdFor } from '../../src/content/publishing/document-id';
import { heirsOfSkills } from '../../src/content/skill/skill-lineage';
import { loadContent } from '../../src/content/transfer/load-content';
import { toGlobalId } from '../../src/kernel/graphql/global-id';
import { industryDraft } from '../factories/industry';
import { skillDraft } from '../factories/skill';
import { contentFolder } from '../setup/content-folder';
import { publishDrafts, saveDrafts, unpublish } from '../setup/content-store';
import { type Desk, openDesk, problemsOf, skillContent } from '../setup/editors-desk';
import { startTestApp, type TestApp } from '../setup/test-app';

let app: TestApp;
let desk: Desk;
beforeAll(async () => {
  app = await startTestApp('empty');
  desk = await openDesk(app);
});
afterAll(() => app.stop());

const idOf = (slug: string) => documentIdFor('SKILL', slug);
const publish = (slug: string, replaces: string[] = []) =>
  publishDrafts(app.dataSource, [skillDraft(slug, { replaces })]);
const withdraw = (...slugs: string[]) => unpublish(app.dataSource, slugs.map(idOf));
const latest = async (): Promise<number> => {
  const [{ number }] = await app.dataSource.query('SELECT max(number) AS number FROM publication');
  return number;
};

/** The heirs of skills as of a publication, by slug. */
async function heirs(slugs: readonly string[], publication?: number): Promise<Record<string, string[]>> {
  const found = await heirsOfSkills(app.dataSource, publication ?? (await latest()), slugs.map(idOf));
  const rows = await app.dataSource.query<{ id: string; slug: string }[]>('SELECT id, slug FROM document');
  const slugOf = new Map(rows.map(({ id, slug }) => [id, slug]));
  return Object.fromEntries(
    [...found].map(([id, ids]) => [slugOf.get(id)!, ids.map((each) => slugOf.get(each)!).toSorted()]),
  );
}

describe('a skill is refused that says to replace', () => {
  test('what is no skill, what nobody knows, and itself', async () => {
    await publishDrafts(app.dataSource, [industryDraft('an-industry')]);
    const { id, version } = await desk.save('Skill', { slug: 'self', content: skillContent('Self') });
    const industry = toGlobalId('Industry', documentIdFor('INDUSTRY', 'an-industry'));
    const replaces = ['nowhere', 'an-industry', industry, 'self', id, 'x'.repeat(500), 7];
    const answer = await desk.trySave('Skill', {
      documentId: id,
      expectedVersion: version,
      content: skillContent('Self', { replaces: replaces.slice(0, 5) }),
    });
    expect(problemsOf(answer)).toEqual([
      '/input/content/replaces/0 reference',
      '/input/content/replaces/1 reference',
      '/input/content/replaces/2 reference',
      '/input/content/replaces/3 self-reference',
      '/input/content/replaces/4 self-reference',
    ]);
    const twice = await desk.trySave('Skill', {
      documentId: id,
      expectedVersion: version,
      content: skillContent('Self', { replaces: ['a', 'a'] }),
    });
    expect(problemsOf(twice)[0]).toBe('/input/content/replaces arrayUnique');
  });

  test('what replaces it in turn, over any number of steps, as long as all of them would be public', async () => {
    await publish('ring-a');
    await publish('ring-b', ['ring-a']);
    await publish('ring-c', ['ring-b']);
    await saveDrafts(app.dataSource, [skillDraft('ring-a', { replaces: ['ring-c'] })]);
    const id = toGlobalId('Skill', idOf('ring-a'));
    expect((await desk.plan([id])).problems).toMatchObject([
      { severity: 'ERROR', code: 'replaces-cycle', pointer: '/replaces/0', document: { slug: 'ring-a' } },
    ]);
    expect((await desk.tryPublish([id])).errors![0]!.extensions.code).toBe('NOT_PUBLISHABLE');
    // One of them gone, it is a merge taken back. What the last edition of the one that is gone said leads on, once around.
    await withdraw('ring-b');
    await desk.publish([id]);
    expect(await heirs(['ring-a', 'ring-b', 'ring-c'])).toEqual({
      'ring-a': ['ring-c'],
      'ring-b': ['ring-a', 'ring-c'],
      'ring-c': ['ring-a'],
    });
  });
});

describe('lineage', () => {
  test('leads from two merged skills to the one, and from there on after that was replaced itself', async () => {
    await publish('merge-a');
    await publish('merge-b');
    expect(await heirs(['merge-a', 'merge-b'])).toEqual({});
    await saveDrafts(app.dataSource, [skillDraft('merge-c', { replaces: ['merge-a', 'merge-b'] })]);
    // A draft decides nothing.
    expect(await heirs(['merge-a', 'merge-b'])).toEqual({});
    await publish('merge-c', ['merge-a', 'merge-b']);
    const merged = await latest();
    expect(await heirs(['merge-a', 'merge-b', 'merge-c'])).toEqual({ 'merge-a': ['merge-c'], 'merge-b': ['merge-c'] });
    await withdraw('merge-a', 'merge-b');
    expect(await heirs(['merge-a', 'merge-b'])).toEqual({ 'merge-a': ['merge-c'], 'merge-b': ['merge-c'] });
    await publish('merge-d', ['merge-c']);
    expect(await heirs(['merge-a'])).toEqual({ 'merge-a': ['merge-c', 'merge-d'] });
    await withdraw('merge-c');
    expect(await heirs(['merge-a', 'merge-b', 'merge-c'])).toEqual({
      'merge-a': ['merge-d'],
      'merge-b': ['merge-d'],
      'merge-c': ['merge-d'],
    });
    // Taken back, nothing leads there; and a publication of before stays what it was.
    await publish('merge-d');
    expect(await heirs(['merge-a', 'merge-c'])).toEqual({});
    expect(await heirs(['merge-a', 'merge-c'], merged)).toEqual({ 'merge-a': ['merge-c'] });
  });

  test('leads from a split skill to both parts', async () => {
    await publish('split');
    await publish('part-one', ['split']);
    await publish('part-two', ['split']);
    await withdraw('split');
    expect(await heirs(['split'])).toEqual({ split: ['part-one', 'part-two'] });
    await withdraw('part-one');
    expect(await heirs(['split'])).toEqual({ split: ['part-two'] });
  });

  test('is one statement for any number of skills', async () => {
    const publication = await latest();
    const ids = ['merge-a', 'merge-b', 'merge-c', 'split', 'ring-b'].map(idOf);
    const { statements } = await app.dataSource.logger.during(() => heirsOfSkills(app.dataSource, publication, ids));
    expect(statements).toHaveLength(1);
  });

  test('is shown on skills: what they replaced as it was public last, and never what never was', async () => {
    await saveDrafts(app.dataSource, [skillDraft('shown-draft', { name: 'Secret' })]);
    await publishDrafts(app.dataSource, [skillDraft('shown-old', { name: 'Old' })]);
    await publish('shown-new', ['shown-old', 'shown-draft']);
    const query = `{ skill(slug: "shown-new") { replaces { id slug name } } old: skill(slug: "shown-old") {
      replacedBy(first: 5) { totalCount edges { node { slug } } } } }`;
    const old = { id: toGlobalId('Skill', idOf('shown-old')), slug: 'shown-old', name: 'Old' };
    expect(await app.ask(query)).toEqual({
      skill: { replaces: [old] },
      old: { replacedBy: { totalCount: 1, edges: [{ node: { slug: 'shown-new' } }] } },
    });
    await saveDrafts(app.dataSource, [skillDraft('shown-old', { name: 'Edited since' })]);
    await withdraw('shown-old');
    await app.dataSource.query(`UPDATE document SET slug = 'renamed-since' WHERE slug = 'shown-old'`);
    expect(await app.ask(query)).toEqual({ skill: { replaces: [old] }, old: null });
    // Editors read it by its present slug, and as it is in their perspective.
    const seen = await app.send(query, {}, { ...desk.editor, 'x-perspective': 'draft' });
    expect(seen.data.skill.replaces).toEqual([
      { ...old, slug: 'renamed-since', name: 'Edited since' },
      expect.objectContaining({ name: 'Secret' }),
    ]);
    const { document } = await app.ask('{ document(kind: SKILL, slug: "shown-new") { content } }', {}, desk.editor);
    expect(document.content.replaces).toEqual(['renamed-since', 'shown-draft']);
  });
});

describe('content files', () => {
  const skill = (name: string, replaces?: string) =>
    `name: ${name}\nkind: TECHNICAL\nsummary: Doing it.\n${replaces ? `replaces: [${replaces}]\n` : ''}`;
  const load = (files: Record<string, string>) => loadContent(app.dataSource, contentFolder(files), 'A load');

  test('name what another file defines, and what was known before, public or not, under any slug that it had', async () => {
    await load({ 'skill/file-new.yaml': skill('New', 'file-old'), 'skill/file-old.yaml': skill('Old') });
    expect(await heirs(['file-old'])).toEqual({ 'file-old': ['file-new'] });
    await withdraw('file-old');
    const { id, version } = (
      await app.ask('{ document(kind: SKILL, slug: "file-old") { id version } }', {}, desk.editor)
    ).document;
    await desk.to('renameSlug', { documentId: id, expectedVersion: version, slug: 'file-moved' }, 'document { slug }');
    await load({
      'skill/file-newer.yaml': skill('Newer', 'file-old, file-new'),
      'skill/file-new.yaml': skill('New', 'file-moved'),
    });
    const [{ id: movedId }] = await app.dataSource.query(`SELECT id FROM document WHERE slug = 'file-moved'`);
    const found = await heirsOfSkills(app.dataSource, await latest(), [movedId]);
    expect([...found.get(movedId)!].toSorted()).toEqual([idOf('file-new'), idOf('file-newer')].toSorted());
  });

  test('are refused with file and line when they name what nobody knows', async () => {
    await expect(load({ 'skill/file-lost.yaml': skill('Lost', 'nobody-knows') })).rejects.toMatchObject({
      problems: [{ file: 'skill/file-lost.yaml', line: 4, pointer: '/replaces/0' }],
    });
  });
});
