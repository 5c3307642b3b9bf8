import { Role } from '../../../src/accounts/role';
import { toGlobalId } from '../../../src/kernel/graphql/global-id';
import { careerDraft } from '../../factories/career';
import { skillDraft } from '../../factories/skill';
import { bearing, registered } from '../../setup/accounts';
import { publishDrafts, saveDrafts } from '../../setup/content-store';
import { ReleaseDesk, shortly } from '../../setup/release-operations';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let desk: ReleaseDesk;
beforeAll(async () => {
  app = await startTestApp('empty');
  desk = await ReleaseDesk.open(app);
});
afterAll(() => app.stop());

const unknown = toGlobalId('Release', '00000000-0000-4000-8000-000000000000');
const skillId = (documentId: string): string => toGlobalId('Skill', documentId);
const careerId = (documentId: string): string => toGlobalId('Career', documentId);

async function savedSkill(slug: string, name = `Skill ${slug}`): Promise<string> {
  const [saved] = await saveDrafts(app.dataSource, [skillDraft(slug, { name })]);
  return skillId(saved!.documentId);
}

describe('is refused', () => {
  const everyMutation = [
    ['createRelease', { title: 'x' }],
    ['renameRelease', { releaseId: unknown, title: 'x' }],
    ['addToRelease', { releaseId: unknown, documentIds: [unknown] }],
    ['removeFromRelease', { releaseId: unknown, documentIds: [unknown] }],
    ['deleteRelease', { releaseId: unknown }],
    ['publishRelease', { releaseId: unknown }],
    ['scheduleRelease', { releaseId: unknown, publishAt: '2090-01-01T00:00:00Z' }],
    ['cancelRelease', { releaseId: unknown }],
  ] as const;

  test.each(everyMutation)('%s: to the anonymous and to learners', async (mutation, input) => {
    expect(await desk.refused(mutation, input, {})).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await desk.refused(mutation, input, desk.learner)).toMatchObject({ code: 'FORBIDDEN' });
  });

  test.each(['publishRelease', 'scheduleRelease', 'cancelRelease'])(
    '%s: to editors who are no publishers',
    async (mutation) => {
      const input = { releaseId: unknown, ...(mutation === 'scheduleRelease' ? { publishAt: shortly(60_000) } : {}) };
      expect(await desk.refused(mutation, input, desk.editor)).toMatchObject({ code: 'FORBIDDEN' });
    },
  );

  test.each(everyMutation.slice(1).filter(([name]) => name !== 'addToRelease'))(
    '%s: of a release that there is not',
    async (mutation, input) => {
      const given = 'documentIds' in input ? { ...input, documentIds: [await savedSkill('of-nothing')] } : input;
      expect(await desk.refused(mutation, given)).toMatchObject({ code: 'NOT_FOUND' });
      expect(await desk.refused(mutation, { ...given, releaseId: 'x' })).toMatchObject({ code: 'BAD_USER_INPUT' });
    },
  );

  test('to an API token for some kinds: deleting and publishing what holds others', async () => {
    const person = await registered(app, Role.EDITOR, Role.PUBLISHER);
    const expiresAt = shortly(600_000);
    const { createApiToken } = await app.ask(
      'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { token } }',
      { input: { name: 'Careers', roles: ['EDITOR', 'PUBLISHER'], kinds: ['CAREER'], expiresAt } },
      person.headers,
    );
    const ofCareers = bearing(createApiToken.token);
    const skill = await savedSkill('not-for-the-token');
    const { id } = await desk.releaseOf('Of skills', [skill]);
    const documentIds = [skill];
    const tries: [string, object][] = [
      ['addToRelease', { documentIds }],
      ['removeFromRelease', { documentIds }],
      ['publishRelease', {}],
      ['scheduleRelease', { publishAt: expiresAt }],
      ['deleteRelease', {}],
    ];
    for (const [mutation, input] of tries)
      expect(await desk.refused(mutation, { releaseId: id, ...input }, ofCareers)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await desk.read(id)).toMatchObject({ title: 'Of skills', state: 'OPEN' });
    const own = await desk.do('createRelease', { title: 'Empty' }, ofCareers);
    await desk.do('deleteRelease', { releaseId: own.id }, ofCareers);
  });

  test('adding nothing, an unknown document, or one that is archived', async () => {
    const { id } = await desk.do('createRelease', { title: 'Empty' });
    const add = (documentIds: string[]) => desk.refused('addToRelease', { releaseId: id, documentIds });
    expect(await add([])).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await add([skillId('00000000-0000-5000-8000-000000000000')])).toMatchObject({ code: 'NOT_FOUND' });
    const archived = await savedSkill('put-away');
    await app.dataSource.query(`UPDATE document SET archived_at = now() WHERE slug = 'put-away'`);
    expect(await add([archived])).toMatchObject({ code: 'CONFLICT' });
    expect(await desk.read(id)).toMatchObject({ state: 'OPEN', problems: [] });
  });

  test('a title of nothing, or of 121 characters', async () => {
    for (const title of ['', ' ', 'x'.repeat(121)]) {
      expect(await desk.refused('createRelease', { title })).toMatchObject({ code: 'BAD_USER_INPUT' });
    }
  });

  test('a schedule in the past, in no time zone, or of a release that holds nothing', async () => {
    const { id } = await desk.releaseOf('When', [await savedSkill('when')]);
    const schedule = (input: object) => desk.refused('scheduleRelease', { releaseId: id, ...input });
    const past = await schedule({ publishAt: shortly(-1_000) });
    expect(past).toMatchObject({ code: 'BAD_USER_INPUT', problems: [{ pointer: '/input/publishAt' }] });
    for (const timeZone of ['Mars/Olympus', '+01:00', '', "'; DROP TABLE release; --"]) {
      expect(await schedule({ publishAt: shortly(60_000), timeZone })).toMatchObject({ code: 'BAD_USER_INPUT' });
    }
    const empty = await desk.do('createRelease', { title: 'Empty' });
    expect(await desk.refused('scheduleRelease', { releaseId: empty.id, publishAt: shortly(60_000) })).toMatchObject({
      code: 'CONFLICT',
    });
    expect((await desk.read(id)).state).toBe('OPEN');
  });

  test('publishing, scheduling, changing or deleting what is published already', async () => {
    const document = await savedSkill('only-once');
    const { id: releaseId } = await desk.releaseOf('Once', [document]);
    await desk.do('publishRelease', { releaseId });
    for (const [mutation, input] of [
      ['publishRelease', {}],
      ['scheduleRelease', { publishAt: shortly(60_000) }],
      ['cancelRelease', {}],
      ['addToRelease', { documentIds: [document] }],
      ['removeFromRelease', { documentIds: [document] }],
      ['renameRelease', { title: 'Another' }],
      ['deleteRelease', {}],
    ] as const) {
      expect([mutation, await desk.refused(mutation, { releaseId, ...input })]).toMatchObject([
        mutation,
        { code: 'CONFLICT' },
      ]);
    }
  });
});

describe('a release', () => {
  test('is made, renamed, filled, emptied and deleted; the documents stay', async () => {
    const [a, b] = [await savedSkill('life-a'), await savedSkill('life-b')];
    const { id: releaseId, state } = await desk.do('createRelease', { title: ' Spring refresh ' }, desk.editor);
    expect(state).toBe('OPEN');
    expect((await desk.read(releaseId)).title).toBe('Spring refresh');
    await desk.do('renameRelease', { releaseId, title: 'Summer refresh' }, desk.editor);
    expect(await desk.do('addToRelease', { releaseId, documentIds: [a, b, a] }, desk.editor)).toMatchObject({
      title: 'Summer refresh',
      documents: { totalCount: 2 },
    });
    expect(
      await desk.refused('removeFromRelease', { releaseId, documentIds: [a, await savedSkill('life-c')] }),
    ).toMatchObject({
      code: 'NOT_FOUND',
    });
    const removed = await desk.do('removeFromRelease', { releaseId, documentIds: [a] }, desk.editor);
    expect(removed.documents.totalCount).toBe(1);
    expect(await desk.do('deleteRelease', { releaseId }, desk.editor)).toMatchObject({ title: 'Summer refresh' });
    expect(await desk.read(releaseId)).toBeNull();
    const { documents } = await app.ask('{ documents(filter: { text: "life-" }) { totalCount } }', {}, desk.editor);
    expect(documents.totalCount).toBe(3);
  });

  test('holds the edition that was the latest when it was added, and moves on when it is added again', async () => {
    const document = await savedSkill('moving', 'First');
    const { id: releaseId } = await desk.releaseOf('Moving', [document]);
    const names = async () =>
      (
        await app.ask(
          '{ skill(slug: "moving") { name } }',
          {},
          { ...desk.editor, 'x-perspective': `release:${releaseId}` },
        )
      ).skill.name;
    await savedSkill('moving', 'Second');
    expect(await names()).toBe('First');
    expect(await desk.read(releaseId)).toMatchObject({ problems: [{ severity: 'WARNING', code: 'later-edition' }] });
    const held = `query ($id: ID!) { release(id: $id) { documents(first: 1) { edges { outdated edition { number } node { slug } } } } }`;
    const edgeOf = async () => (await app.ask(held, { id: releaseId }, desk.editor)).release.documents.edges[0];
    expect(await edgeOf()).toEqual({ outdated: true, edition: { number: 1 }, node: { slug: 'moving' } });
    await desk.do('addToRelease', { releaseId, documentIds: [document] });
    expect(await names()).toBe('Second');
    expect(await edgeOf()).toEqual({ outdated: false, edition: { number: 2 }, node: { slug: 'moving' } });
  });

  test('is previewed as a frontend would show it, nested and counted, over what is published', async () => {
    await publishDrafts(app.dataSource, [
      skillDraft('shown-a', { name: 'Old A' }),
      skillDraft('shown-b'),
      careerDraft('shown', ['shown-b']),
    ]);
    const saved = await saveDrafts(app.dataSource, [
      skillDraft('shown-a', { name: 'New A' }),
      skillDraft('shown-b', { name: 'A draft that is not in the release' }),
      careerDraft('shown', ['shown-a', 'shown-b'], { title: 'New title' }),
    ]);
    const { id } = await desk.releaseOf('Shown', [skillId(saved[0]!.documentId), careerId(saved[2]!.documentId)]);
    const page = `{ career(slug: "shown") { title skills(first: 5) { totalCount edges { node { name careers(first: 5) { totalCount } } } } } }`;
    const published = await app.ask(page);
    const preview = await app.ask(page, {}, { ...desk.editor, 'x-perspective': `release:${id}` });
    const ofOne = { totalCount: 1 };
    expect(published.career).toEqual({
      title: 'Career shown',
      skills: { totalCount: 1, edges: [{ node: { name: 'Skill shown-b', careers: ofOne } }] },
    });
    expect(preview.career).toEqual({
      title: 'New title',
      skills: {
        totalCount: 2,
        edges: [{ node: { name: 'New A', careers: ofOne } }, { node: { name: 'Skill shown-b', careers: ofOne } }],
      },
    });
    await desk.do('publishRelease', { releaseId: id });
    expect(await app.ask(page)).toEqual(preview);
  });

  test('names the others that hold the same documents, as long as neither is published', async () => {
    const [a, b, c] = [await savedSkill('torn-a'), await savedSkill('torn-b'), await savedSkill('torn-c')];
    const first = await desk.releaseOf('First', [a, b]);
    const second = await desk.releaseOf('Second', [b, c]);
    const third = await desk.releaseOf('Third', [c]);
    await desk.do('scheduleRelease', { releaseId: third.id, publishAt: '2090-01-01T00:00:00Z' });
    const conflicts = async (id: string) =>
      (
        await app.ask(
          'query ($id: ID!) { release(id: $id) { conflicts { release { title } documents { slug } } } }',
          { id },
          desk.editor,
        )
      ).release.conflicts;
    expect(await conflicts(first.id)).toEqual([{ release: { title: 'Second' }, documents: [{ slug: 'torn-b' }] }]);
    expect(await conflicts(second.id)).toEqual([
      { release: { title: 'First' }, documents: [{ slug: 'torn-b' }] },
      { release: { title: 'Third' }, documents: [{ slug: 'torn-c' }] },
    ]);
    await desk.do('publishRelease', { releaseId: first.id });
    expect(await conflicts(first.id)).toEqual([]);
    expect(await conflicts(second.id)).toMatchObject([{ release: { title: 'Third' } }]);
  });

  test('is found by its state, the latest first', async () => {
    const list = async (states: string[]) =>
      (
        await app.ask(
          'query ($states: [ReleaseState!]) { releases(first: 2, filter: { states: $states }) { totalCount edges { node { title state } } pageInfo { hasNextPage } } }',
          { states },
          desk.editor,
        )
      ).releases;
    await desk.do('createRelease', { title: 'The latest' });
    const open = await list(['OPEN']);
    expect(open.edges[0].node).toEqual({ title: 'The latest', state: 'OPEN' });
    expect(open.pageInfo.hasNextPage).toBe(true);
    const all = await list(['OPEN', 'SCHEDULED', 'PUBLISHED', 'FAILED']);
    const published = await list(['PUBLISHED']);
    expect(published.edges.every(({ node }: any) => node.state === 'PUBLISHED')).toBe(true);
    expect(published.totalCount + open.totalCount + (await list(['SCHEDULED', 'FAILED'])).totalCount).toBe(
      all.totalCount,
    );
  });
});

describe('publishing a release', () => {
  test('that leaves a hole is NOT_PUBLISHABLE with every problem, and nothing of it becomes public', async () => {
    const saved = await saveDrafts(app.dataSource, [
      skillDraft('missing'),
      skillDraft('fine'),
      careerDraft('holed', ['missing']),
    ]);
    const { id: releaseId } = await desk.releaseOf('Holed', [
      skillId(saved[1]!.documentId),
      careerId(saved[2]!.documentId),
    ]);
    const problem = { severity: 'ERROR', code: 'unpublished-reference', document: { slug: 'holed' } };
    expect(await desk.read(releaseId)).toMatchObject({ problems: [problem] });
    expect(await desk.refused('publishRelease', { releaseId })).toMatchObject({
      code: 'NOT_PUBLISHABLE',
      problems: [{ pointer: expect.stringMatching(/^\/career\/holed\/skills\/0/), rule: 'unpublished-reference' }],
    });
    expect(await app.ask('{ skill(slug: "fine") { name } }')).toEqual({ skill: null });
    expect(await desk.read(releaseId)).toMatchObject({ state: 'OPEN', publication: null });
    await desk.do('addToRelease', { releaseId, documentIds: [skillId(saved[0]!.documentId)] });
    expect(await desk.do('publishRelease', { releaseId })).toMatchObject({ state: 'PUBLISHED', problems: [] });
  });

  test('is one publication of everything that it holds, with its title, and an audit entry for each document', async () => {
    const documents = [await savedSkill('together-a'), await savedSkill('together-b')];
    const { id: releaseId } = await desk.releaseOf('Together', documents);
    const { publication } = await desk.do('publishRelease', { releaseId });
    const { publications } = await app.ask(
      '{ publications(first: 1) { edges { node { number message changes(first: 5) { edges { node { kind document { slug } } } } } } } }',
    );
    expect(publications.edges[0].node).toEqual({
      number: publication.number,
      message: 'Together',
      changes: {
        edges: ['together-a', 'together-b'].map((slug) => ({ node: { kind: 'ADDED', document: { slug } } })),
      },
    });
    const audit = await app.dataSource.query(
      `SELECT action, count(*)::int AS entries, count(document_id)::int AS documents FROM audit_entry WHERE subject_id = $1
       GROUP BY action ORDER BY action`,
      [releaseId],
    );
    expect(audit).toEqual([
      { action: 'addToRelease', entries: 2, documents: 2 },
      { action: 'createRelease', entries: 1, documents: 0 },
      { action: 'publishRelease', entries: 2, documents: 2 },
    ]);
  });

  test('never takes a later public edition back', async () => {
    const document = await savedSkill('overtaken', 'First');
    const { id: releaseId } = await desk.releaseOf('Slow', [document]);
    await savedSkill('overtaken', 'Second');
    await desk.do('publishRelease', { releaseId: (await desk.releaseOf('Fast', [document])).id });
    expect(await desk.read(releaseId)).toMatchObject({ problems: [{ severity: 'ERROR', code: 'overtaken' }] });
    expect(await desk.refused('publishRelease', { releaseId })).toMatchObject({ code: 'NOT_PUBLISHABLE' });
    expect((await app.ask('{ skill(slug: "overtaken") { name } }')).skill.name).toBe('Second');
  });

  test('is refused for a document that was archived meanwhile', async () => {
    const document = await savedSkill('archived-meanwhile');
    const { id: releaseId } = await desk.releaseOf('Too late', [document]);
    await app.dataSource.query(`UPDATE document SET archived_at = now() WHERE slug = 'archived-meanwhile'`);
    expect(await desk.refused('publishRelease', { releaseId })).toMatchObject({
      code: 'NOT_PUBLISHABLE',
      problems: [{ rule: 'archived' }],
    });
  });

  test('by two publishers at once happens once', async () => {
    const { id: releaseId } = await desk.releaseOf('Twice', [await savedSkill('twice')]);
    const text = 'mutation ($input: PublishReleaseInput!) { publishRelease(input: $input) { release { state } } }';
    const answers = await Promise.all([1, 2, 3].map(() => app.send(text, { input: { releaseId } }, desk.publisher)));
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
    expect(answers.flatMap(({ errors }) => errors?.map(({ extensions }) => extensions.code) ?? [])).toEqual([
      'CONFLICT',
      'CONFLICT',
    ]);
    const [{ total }] = await app.dataSource.query(
      `SELECT count(*)::int AS total FROM publication WHERE message = 'Twice'`,
    );
    expect(total).toBe(1);
  });
});

describe('the perspective of a release', () => {
  const asked = (perspective: string) =>
    app.send('{ skills { totalCount } }', {}, { ...desk.editor, 'x-perspective': perspective });

  test('that there is not, or not any more, is NOT_FOUND and never another perspective', async () => {
    const { id } = await desk.do('createRelease', { title: 'Gone' });
    const perspectives = [
      'release:00000000-0000-4000-8000-000000000000',
      `release:${unknown}`,
      `release:${id}`,
      'publication:99999',
    ];
    await desk.do('deleteRelease', { releaseId: id });
    for (const perspective of perspectives) {
      const answer = await asked(perspective);
      expect(answer).toMatchObject({ status: 404, errors: [{ extensions: { code: 'NOT_FOUND' } }] });
      expect(answer.data ?? null).toBeNull();
    }
  });

  test('is named by the id of the API or by its bare key, and by no other id', async () => {
    const { id } = await desk.do('createRelease', { title: 'Named' });
    const key = Buffer.from(id, 'base64url').toString().split(':')[1]!;
    expect(await asked(`release:${id}`)).toMatchObject({ status: 200 });
    expect(await asked(`release:${key}`)).toMatchObject({ status: 200 });
    expect(await asked(`release:${skillId(key)}`)).toMatchObject({ status: 400 });
  });
});
