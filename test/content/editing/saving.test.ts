import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { kindOf } from '../../../src/content/publishing/content-kinds';
import { saveDocument } from '../../../src/content/publishing/save-document';
import { toGlobalId } from '../../../src/kernel/graphql/global-id';
import { careerContent, codesOf, type Desk, openDesk, problemsOf, skillContent } from '../../setup/editors-desk';
import { storedRows } from '../../setup/content-store';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let desk: Desk;
let store: DataSource;
beforeAll(async () => {
  app = await startTestApp('empty');
  desk = await openDesk(app);
  store = app.dataSource;
  for (const slug of ['sql', 'git', 'testing']) await desk.save('Skill', { slug, content: skillContent(slug) });
});
afterAll(() => app.stop());

/** Saves what must be refused, and checks that nothing was written. */
async function refused(...given: Parameters<Desk['trySave']>): ReturnType<Desk['trySave']> {
  const before = await storedRows(store);
  const answer = await desk.trySave(...given);
  expect(answer.errors).toHaveLength(1);
  expect(await storedRows(store)).toEqual(before);
  return answer;
}

describe('a save is refused', () => {
  test('to somebody who is no editor, and to nobody', async () => {
    const input = { slug: 'not-mine', content: skillContent('Not mine') };
    expect(codesOf(await refused('Skill', input, desk.learner))).toEqual(['FORBIDDEN']);
    expect(codesOf(await refused('Skill', input, desk.admin))).toEqual(['FORBIDDEN']);
    expect(codesOf(await refused('Skill', input, {}))).toEqual(['UNAUTHENTICATED']);
  });

  test('in a version that is no longer the latest: CONFLICT with both versions and the fields that differ', async () => {
    const { id } = await desk.save('Skill', { slug: 'stale', content: skillContent('Stale', { aliases: ['Old'] }) });
    const newer = skillContent('Renamed by another', { aliases: ['Old'] });
    await desk.save('Skill', { documentId: id, expectedVersion: 1, content: newer }, desk.publisher);
    const mine = skillContent('Stale', { aliases: ['Old'], summary: 'My words.', topics: [], broader: null });
    const answer = await refused('Skill', { documentId: id, expectedVersion: 1, content: mine });
    expect(answer.errors![0]!.extensions).toMatchObject({
      code: 'CONFLICT',
      expectedVersion: 1,
      actualVersion: 2,
      fields: ['/name', '/summary'],
    });
    // A version that was never there is no better.
    expect(codesOf(await refused('Skill', { documentId: id, expectedVersion: 3, content: mine }))).toEqual([
      'CONFLICT',
    ]);
  });

  test('with every problem at once, each at its place under /input/content', async () => {
    const content = careerContent(' padded', ['sql', 'unknown-skill'], {
      tagline: 'x'.repeat(201),
      projects: ['no-such-project'],
      responsibilities: [
        { id: 'One', text: 'Fine.' },
        { id: 'same', text: 'A.' },
        { id: 'same', text: 'B.' },
      ],
      levels: [
        {
          level: 'no-such-level',
          salaryClaims: [{ min: -1, currency: 'usd', period: 'YEAR', confidence: 'LOW', source: 'nobody' }],
        },
      ],
    });
    const problems = problemsOf(await refused('Career', { slug: 'all-wrong', content }));
    expect(problems.toSorted()).toEqual(
      [
        '/input/content/levels/0/level reference',
        '/input/content/levels/0/salaryClaims/0/currency isUppercase',
        '/input/content/levels/0/salaryClaims/0/min min',
        '/input/content/levels/0/salaryClaims/0/source reference',
        '/input/content/projects/0 reference',
        '/input/content/responsibilities/0/id matches',
        '/input/content/responsibilities/2/id duplicate',
        '/input/content/skills/1/skill reference',
        '/input/content/tagline isLength',
        '/input/content/title matches',
      ].toSorted(),
    );
  });

  test('when it refers to itself, by slug or by id, alone or beside other faults', async () => {
    const { id } = await desk.save('Skill', { slug: 'selfish', content: skillContent('Selfish') });
    const to = (content: object) => refused('Skill', { documentId: id, expectedVersion: 1, content });
    for (const self of ['selfish', id]) {
      const content = skillContent('Selfish', { prerequisites: ['sql', self] });
      expect(problemsOf(await to(content))).toEqual(['/input/content/prerequisites/1 self-reference']);
    }
    expect(problemsOf(await to(skillContent(' Selfish', { broader: [id], prerequisites: ['nobody'] })))).toEqual(
      [
        '/input/content/name matches',
        '/input/content/broader/0 self-reference',
        '/input/content/prerequisites/0 reference',
      ].toSorted((a, b) => Number(b.includes('name')) - Number(a.includes('name'))),
    );
    const fresh = skillContent('New', { prerequisites: ['new-self'] });
    expect(problemsOf(await refused('Skill', { slug: 'new-self', content: fresh }))).toEqual([
      '/input/content/prerequisites/0 self-reference',
    ]);
  });

  test('when it refers to a document of another kind, by slug or by id', async () => {
    const career = await desk.save('Career', { slug: 'clerk', content: careerContent('Clerk', ['sql']) });
    for (const other of ['clerk', career.id]) {
      const content = skillContent('Mixed up', { prerequisites: [other] });
      expect(problemsOf(await refused('Skill', { slug: 'mixed-up', content }))).toEqual([
        '/input/content/prerequisites/0 reference',
      ]);
    }
  });

  test('with a field that the kind does not have, naming it', async () => {
    const answer = await refused('Skill', { slug: 'odd', content: skillContent('Odd', { nmae: 'Odd' }) });
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    expect(answer.errors![0]!.message).toContain('"nmae"');
  });

  test('under a slug that is taken, that is an old address of another document, or that is none', async () => {
    const content = skillContent('Taken');
    expect(codesOf(await refused('Skill', { slug: 'sql', content }))).toEqual(['CONFLICT']);
    const moved = await desk.save('Skill', { slug: 'old-address', content: skillContent('Moved') });
    await desk.to('renameSlug', { documentId: moved.id, expectedVersion: 1, slug: 'new-address' }, 'document { id }');
    const answer = await refused('Skill', { slug: 'old-address', content });
    expect(codesOf(answer)).toEqual(['CONFLICT']);
    expect(answer.errors![0]!.message).toContain('new-address');
    for (const slug of ['Not A Slug', '', 'a--b', 'x'.repeat(81), 'sql\u0000']) {
      expect(problemsOf(await refused('Skill', { slug, content }))).toEqual(['/input/slug slug']);
    }
    // Slugs are taken within a kind.
    await desk.save('Industry', { slug: 'sql', content: { name: 'The industry of SQL' } });
  });

  test('without what says where: no slug, both, no version, no such document, another kind', async () => {
    const content = skillContent('Where');
    const { id } = await desk.save('Skill', { slug: 'where', content });
    const industry = await desk.save('Industry', { slug: 'where', content: { name: 'Where' } });
    expect(problemsOf(await refused('Skill', { content }))).toEqual(['/input/slug required']);
    const both = { documentId: id, slug: 'where', expectedVersion: 1, content };
    expect(problemsOf(await refused('Skill', both))).toEqual(['/input/slug exclusive']);
    expect(problemsOf(await refused('Skill', { documentId: id, content }))).toEqual([
      '/input/expectedVersion required',
    ]);
    const save = (documentId: string) => refused('Skill', { documentId, expectedVersion: 1, content });
    const nobody = toGlobalId('Skill', '00000000-0000-4000-8000-000000000000');
    expect(codesOf(await save(nobody))).toEqual(['NOT_FOUND']);
    expect(codesOf(await save(industry.id))).toEqual(['NOT_FOUND']);
    expect(problemsOf(await save('rubbish'))).toEqual(['/input/documentId id']);
  });

  test('when the document is archived', async () => {
    const { id } = await desk.save('Skill', { slug: 'put-away', content: skillContent('Put away') });
    const away = await desk.to('archiveDocument', { documentId: id, expectedVersion: 1 }, 'document { version state }');
    expect(away.document).toEqual({ version: 2, state: 'ARCHIVED' });
    const input = { documentId: id, expectedVersion: 2, content: skillContent('Again') };
    expect(codesOf(await refused('Skill', input))).toEqual(['CONFLICT']);
  });

  test('with a message that is too long', async () => {
    const input = { slug: 'wordy', content: skillContent('Wordy'), message: 'x'.repeat(501) };
    expect(problemsOf(await refused('Skill', input))).toEqual(['/input/message length']);
  });

  test('with a key that names an option twice for one career', async () => {
    const key = {
      affinities: [
        { option: 'yes', career: 'clerk', weight: 1 },
        { option: 'no', career: 'clerk', weight: -1 },
        { option: 'yes', career: 'clerk', weight: 2 },
      ],
    };
    const options = ['yes', 'no'].map((id) => ({ id, text: id }));
    const content = { kind: 'SINGLE_CHOICE', prompt: 'Well?', options, key };
    expect(problemsOf(await refused('Question', { slug: 'twice', content }))).toEqual([
      '/input/content/key/affinities/2 duplicate',
    ]);
  });
});

describe('a save', () => {
  test('makes a draft, and each next one an edition with the next version; an equal one makes none', async () => {
    const first = await desk.save('Skill', { slug: 'counted', content: skillContent('Counted'), message: 'Begun' });
    expect(first).toMatchObject({ version: 1, state: 'DRAFT', slug: 'counted' });
    const next = { documentId: first.id, expectedVersion: 1, content: skillContent('Counted anew') };
    expect(await desk.save('Skill', next, desk.publisher)).toMatchObject({ version: 2 });
    const same = { ...next, expectedVersion: 2 };
    expect(await desk.save('Skill', same)).toMatchObject({ version: 2 });
    const { document } = await app.ask(
      `{ document(kind: SKILL, slug: "counted") { publishedEdition { number }
        editions { totalCount edges { node { number message author { displayName } } } } } }`,
      {},
      desk.editor,
    );
    expect(document.publishedEdition).toBeNull();
    expect(document.editions.edges.map(({ node }: { node: object }) => node)).toEqual([
      { number: 2, message: '', author: { displayName: 'The PUBLISHER' } },
      { number: 1, message: 'Begun', author: { displayName: 'The EDITOR' } },
    ]);
  });

  test('keeps the ids of items, in any order and with any change, and gives new ones an id of their own', async () => {
    const topics = [{ name: 'A' }, { id: 'mine', name: 'B' }, { name: 'C' }];
    const { id, content } = await desk.save('Skill', { slug: 'items', content: skillContent('Items', { topics }) });
    const [a, b, c] = content.topics as { id: string; name: string }[];
    expect(b!.id).toBe('mine');
    expect(new Set([a!.id, b!.id, c!.id]).size).toBe(3);
    const turned = [{ ...c, name: 'C, edited' }, { name: 'D' }, a];
    const input = { documentId: id, expectedVersion: 1, content: skillContent('Items', { topics: turned }) };
    const after = (await desk.save('Skill', input)).content.topics as { id: string; name: string }[];
    expect(after.map((topic) => topic.name)).toEqual(['C, edited', 'D', 'A']);
    expect([after[0]!.id, after[2]!.id]).toEqual([c!.id, a!.id]);
    expect([a!.id, 'mine', c!.id]).not.toContain(after[1]!.id);
  });

  test('refers by slug or by id, and is read back by the present slug', async () => {
    const target = await desk.save('Skill', { slug: 'before-move', content: skillContent('Target') });
    const content = skillContent('Referrer', { prerequisites: [target.id, 'sql'] });
    const { id } = await desk.save('Skill', { slug: 'referrer', content });
    await desk.to('renameSlug', { documentId: target.id, expectedVersion: 1, slug: 'after-move' }, 'document { id }');
    const read = '{ document(kind: SKILL, slug: "referrer") { content } }';
    const { document } = await app.ask(read, {}, desk.editor);
    expect(document.content.prerequisites).toEqual(['after-move', 'sql']);
    const back = await desk.save('Skill', { documentId: id, expectedVersion: 1, content: document.content });
    expect(back.version).toBe(1);
  });

  test('may be incomplete; what is missing is asked for at publishing', async () => {
    const { id } = await desk.save('Career', { slug: 'half', content: { title: 'Half a career' } });
    const { publishable, problems } = await desk.plan([id]);
    expect(publishable).toBe(false);
    expect(problems.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/tagline required',
      '/summary required',
      '/skills required',
    ]);
    expect(codesOf(await desk.tryPublish([id]))).toEqual(['NOT_PUBLISHABLE']);
  });

  test('is seen in draft at once and never in published', async () => {
    const fields = '{ skill(slug: "hidden") { name } skills { totalCount } }';
    const before = await app.ask(fields);
    await desk.save('Skill', { slug: 'hidden', content: skillContent('Hidden') });
    const draft = await app.ask(fields, {}, { ...desk.editor, 'x-perspective': 'draft' });
    expect(draft.skill).toEqual({ name: 'Hidden' });
    expect(await app.ask(fields)).toEqual(before);
    expect(before.skill).toBeNull();
  });

  test('of two editors who save the same version at once, one is done and the other is CONFLICT', async () => {
    const { id } = await desk.save('Skill', { slug: 'raced', content: skillContent('Raced') });
    const answers = await Promise.all(
      [desk.editor, desk.publisher].map((who, index) =>
        desk.trySave('Skill', { documentId: id, expectedVersion: 1, content: skillContent(`Raced ${index}`) }, who),
      ),
    );
    expect(answers.flatMap(codesOf)).toEqual(['CONFLICT']);
    const both = await Promise.all(
      [desk.editor, desk.publisher].map((who) =>
        desk.trySave('Skill', { slug: 'same-new-slug', content: skillContent('New') }, who),
      ),
    );
    expect(both.flatMap(codesOf)).toEqual(['CONFLICT']);
  });

  test('under a slug that another takes after it was found free: one is done, and nothing is saved over', async () => {
    const save = (manager: EntityManager, name: string) =>
      saveDocument(manager, kindOf('SKILL'), {
        documentId: null,
        slug: 'taken-between',
        expectedVersion: null,
        content: skillContent(name),
        message: '',
        authorId: null as never,
      });
    let other: Promise<unknown> | undefined;
    const first = store.transaction((manager) => {
      const query = async (...given: Parameters<EntityManager['query']>) => {
        const rows: unknown = await manager.query(...given);
        if (!other && given[0].includes('slug_history')) {
          other = store.transaction((second) => save(second, 'The other')).catch((error: unknown) => error);
          await Promise.race([other, sleep(500)]);
        }
        return rows;
      };
      return save(Object.create(manager, { query: { value: query } }) as EntityManager, 'The first');
    });
    await first;
    expect(await other).toMatchObject({ extensions: { code: 'CONFLICT' } });
    const [{ editions }] = await store.query(
      `SELECT count(*)::int AS editions FROM edition e JOIN document d ON d.id = e.document_id WHERE d.slug = 'taken-between'`,
    );
    expect(editions).toBe(1);
  });
});
