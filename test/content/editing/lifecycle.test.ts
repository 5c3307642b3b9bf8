import { careerContent, codesOf, type Desk, openDesk, problemsOf, skillContent } from '../../setup/editors-desk';
import { storedRows } from '../../setup/content-store';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let desk: Desk;
beforeAll(async () => {
  app = await startTestApp('empty');
  desk = await openDesk(app);
});
afterAll(() => app.stop());

const DOCUMENT = 'document { id slug version state archivedAt content }';
const newSkill = (slug: string, more: object = {}) => desk.save('Skill', { slug, content: skillContent(slug, more) });

/** A mutation that must be refused, with nothing written. */
async function refused(mutation: string, input: object, headers = desk.editor) {
  const before = await storedRows(app.dataSource);
  const answer = await desk.tryTo(mutation, input, DOCUMENT, headers);
  expect(answer.errors).toHaveLength(1);
  expect(await storedRows(app.dataSource)).toEqual(before);
  return answer;
}

test.each(['archiveDocument', 'restoreDocument', 'renameSlug', 'restoreEdition'])(
  '%s is refused to learners, to nobody, in a stale version with both versions, and for a document that is none',
  async (mutation) => {
    const { id } = await newSkill(`guarded-${mutation.toLowerCase()}`);
    const more = { renameSlug: { slug: 'guarded-anew' }, restoreEdition: { number: 1 } }[mutation] ?? {};
    const input = { documentId: id, expectedVersion: 7, ...more };
    expect(codesOf(await refused(mutation, input, desk.learner))).toEqual(['FORBIDDEN']);
    expect(codesOf(await refused(mutation, input, {}))).toEqual(['UNAUTHENTICATED']);
    const stale = await refused(mutation, input);
    expect(stale.errors![0]!.extensions).toMatchObject({ code: 'CONFLICT', expectedVersion: 7, actualVersion: 1 });
    expect(problemsOf(await refused(mutation, { ...input, documentId: 'rubbish' }))).toEqual(['/input/documentId id']);
  },
);

describe('archiving', () => {
  test('is refused while the document is public, and twice', async () => {
    const { id } = await newSkill('public-one');
    await desk.publish([id]);
    expect(codesOf(await refused('archiveDocument', { documentId: id, expectedVersion: 1 }))).toEqual(['CONFLICT']);
    await desk.unpublish([id]);
    await desk.to('archiveDocument', { documentId: id, expectedVersion: 1 }, DOCUMENT);
    expect(codesOf(await refused('archiveDocument', { documentId: id, expectedVersion: 2 }))).toEqual(['CONFLICT']);
    expect(codesOf(await desk.tryPublish([id]))).toEqual(['CONFLICT']);
  });

  test('takes the document out of draft, keeps its slug, and is undone by restoring it as a draft', async () => {
    const { id } = await newSkill('shelved');
    const read = () => app.ask('{ skill(slug: "shelved") { name } }', {}, { ...desk.editor, 'x-perspective': 'draft' });
    expect(await read()).toEqual({ skill: { name: 'shelved' } });
    const { document } = await desk.to('archiveDocument', { documentId: id, expectedVersion: 1 }, DOCUMENT);
    expect(document).toMatchObject({ state: 'ARCHIVED', version: 2, archivedAt: expect.any(String) });
    expect(await read()).toEqual({ skill: null });
    expect(codesOf(await desk.trySave('Skill', { slug: 'shelved', content: skillContent('X') }))).toEqual(['CONFLICT']);
    const back = await desk.to('restoreDocument', { documentId: id, expectedVersion: 2 }, DOCUMENT);
    expect(back.document).toMatchObject({ state: 'DRAFT', version: 3, archivedAt: null });
    expect(await read()).toEqual({ skill: { name: 'shelved' } });
    expect(codesOf(await refused('restoreDocument', { documentId: id, expectedVersion: 3 }))).toEqual(['CONFLICT']);
  });

  test('of a document that a draft refers to keeps that draft from being published, by name', async () => {
    const skill = await newSkill('referred-to');
    const career = await desk.save('Career', { slug: 'refers', content: careerContent('Refers', ['referred-to']) });
    await desk.to('archiveDocument', { documentId: skill.id, expectedVersion: 1 }, DOCUMENT);
    const { publishable, problems } = await desk.plan([career.id]);
    expect(publishable).toBe(false);
    expect(problems).toMatchObject([{ code: 'unpublished-reference', pointer: '/skills/0/skill' }]);
  });
});

describe('another slug', () => {
  const rename = async (id: string, expectedVersion: number, slug: string) =>
    (await desk.to('renameSlug', { documentId: id, expectedVersion, slug }, DOCUMENT)).document;
  const slugsSeen = async (slugs: readonly string[]) => {
    const fields = slugs.map((slug, index) => `s${index}: skill(slug: "${slug}") { slug }`).join(' ');
    return Object.values((await app.ask(`{ ${fields} }`)) as Record<string, { slug: string } | null>).map(
      (skill) => skill?.slug ?? null,
    );
  };

  test('is refused when it is taken, an old one of another document, or no slug', async () => {
    const [one, two] = [await newSkill('taken-one'), await newSkill('taken-two')];
    const to = (slug: string) => refused('renameSlug', { documentId: two.id, expectedVersion: 1, slug });
    expect(codesOf(await to('taken-one'))).toEqual(['CONFLICT']);
    await rename(one.id, 1, 'moved-one');
    expect((await to('taken-one')).errors![0]!.message).toContain('moved-one');
    expect(problemsOf(await to('No Slug'))).toEqual(['/input/slug slug']);
  });

  test('redirects the old ones for ever: a to b to c, back to a, and on to d', async () => {
    const { id } = await newSkill('chain-a');
    await desk.publish([id]);
    const all = ['chain-a', 'chain-b', 'chain-c', 'chain-d'];
    expect(await rename(id, 1, 'chain-b')).toMatchObject({ slug: 'chain-b', version: 2, id });
    expect(await slugsSeen(all)).toEqual(['chain-b', 'chain-b', null, null]);
    await rename(id, 2, 'chain-c');
    expect(await slugsSeen(all)).toEqual(['chain-c', 'chain-c', 'chain-c', null]);
    await rename(id, 3, 'chain-a');
    expect(await slugsSeen(all)).toEqual(['chain-a', 'chain-a', 'chain-a', null]);
    await rename(id, 4, 'chain-d');
    expect(await slugsSeen(all)).toEqual(['chain-d', 'chain-d', 'chain-d', 'chain-d']);
    const found = await app.ask('{ document(kind: SKILL, slug: "chain-b") { slug version } }', {}, desk.editor);
    expect(found.document).toEqual({ slug: 'chain-d', version: 5 });
  });

  test('that it has already changes nothing', async () => {
    const { id } = await newSkill('stays-put');
    expect(await rename(id, 1, 'stays-put')).toMatchObject({ version: 1, slug: 'stays-put' });
  });

  test('of two documents that want the same at once goes to one', async () => {
    const both = [await newSkill('wants-a'), await newSkill('wants-b')];
    const answers = await Promise.all(
      both.map(({ id }) => desk.tryTo('renameSlug', { documentId: id, expectedVersion: 1, slug: 'wanted' }, DOCUMENT)),
    );
    expect(answers.flatMap(codesOf)).toEqual(['CONFLICT']);
  });
});

describe('an earlier edition', () => {
  test('that is none is NOT_FOUND; of an archived document it is CONFLICT', async () => {
    const { id } = await newSkill('few-editions');
    for (const number of [0, -1, 2])
      expect(codesOf(await refused('restoreEdition', { documentId: id, expectedVersion: 1, number }))).toEqual([
        'NOT_FOUND',
      ]);
    await desk.to('archiveDocument', { documentId: id, expectedVersion: 1 }, DOCUMENT);
    expect(codesOf(await refused('restoreEdition', { documentId: id, expectedVersion: 2, number: 1 }))).toEqual([
      'CONFLICT',
    ]);
  });

  test('is saved again as a new draft, items with their ids; what is public stays', async () => {
    const first = await newSkill('restored', { topics: [{ id: 'keep', name: 'Keep' }, { name: 'Made' }] });
    await desk.save('Skill', { documentId: first.id, expectedVersion: 1, content: skillContent('Second') });
    await desk.publish([first.id]);
    const input = { documentId: first.id, expectedVersion: 2, number: 1 };
    const { document } = await desk.to('restoreEdition', input, `${DOCUMENT.slice(0, -1)} latestEdition { number } }`);
    expect(document).toMatchObject({ version: 3, state: 'CHANGED', latestEdition: { number: 3 } });
    expect(document.content).toEqual(first.content);
    expect((await app.ask('{ skill(slug: "restored") { name } }')).skill.name).toBe('Second');
    const diff = `query ($id: ID!) { back: diffEditions(documentId: $id, from: 1, to: 3) { pointer }
      away: diffEditions(documentId: $id, from: 1, to: 2) { pointer before after } }`;
    const { back, away } = await app.ask(diff, { id: first.id }, desk.editor);
    expect(back).toEqual([]);
    expect(away).toEqual([
      { pointer: '/name', before: 'restored', after: 'Second' },
      { pointer: '/topics', before: first.content.topics, after: null },
    ]);
  });
});
