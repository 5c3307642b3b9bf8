import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { lockPublishing, publish } from '../../../src/content/publishing/publish';
import { toGlobalId } from '../../../src/kernel/graphql/global-id';
import { storedRows } from '../../setup/content-store';
import { careerContent, codesOf, type Desk, openDesk, skillContent } from '../../setup/editors-desk';
import type { GraphQLAnswer } from '../../setup/test-app';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let desk: Desk;
let store: DataSource;
beforeAll(async () => {
  app = await startTestApp('empty');
  desk = await openDesk(app);
  store = app.dataSource;
});
afterAll(() => app.stop());

const newSkill = async (slug: string, more: object = {}): Promise<string> =>
  (await desk.save('Skill', { slug, content: skillContent(slug, more) })).id;
const renamed = (documentId: string, expectedVersion: number, name: string) =>
  desk.save('Skill', { documentId, expectedVersion, content: skillContent(name) });
const numbers = async (): Promise<number[]> =>
  ((await store.query('SELECT number FROM publication ORDER BY number')) as { number: number }[]).map(
    (row) => row.number,
  );
const latest = async (): Promise<number> => (await numbers()).at(-1) ?? 0;
const tryRevert = (number: number, headers = desk.publisher) =>
  desk.tryTo('revertPublication', { number }, 'publication { number message }', headers);
const nameOf = async (slug: string): Promise<string | null> =>
  (await app.ask(`{ skill(slug: "${slug}") { name } }`)).skill?.name ?? null;

/** Everything that says what is public, and how much is stored. */
const state = async () => ({
  rows: await storedRows(store),
  public: await store.query('SELECT id, published_edition_id, version FROM document ORDER BY id'),
  superseded: await store.query('SELECT * FROM publication_item ORDER BY publication_number, document_id'),
});

/** Does what must be refused and must leave no trace. */
async function refused(work: () => Promise<GraphQLAnswer>): Promise<Record<string, any>> {
  const before = await state();
  const { errors = [] } = await work();
  expect(errors).toHaveLength(1);
  expect(await state()).toEqual(before);
  return errors[0]!.extensions;
}

describe('publishing is refused', () => {
  test('to editors, learners, admins and nobody: publish, unpublish and revertPublication', async () => {
    const id = await newSkill('guarded');
    for (const mutation of ['publish', 'unpublish', 'revertPublication']) {
      const input = mutation === 'revertPublication' ? { number: 1 } : { documentIds: [id] };
      const by = async (headers: Record<string, string>) =>
        (await refused(() => desk.tryTo(mutation, input, 'publication { number }', headers))).code;
      for (const headers of [desk.editor, desk.learner, desk.admin]) expect(await by(headers)).toBe('FORBIDDEN');
      expect(await by({})).toBe('UNAUTHENTICATED');
    }
  });

  test('for documents that are none, for none, and for what is public already', async () => {
    const id = await newSkill('once-is-enough');
    await desk.publish([id, id]);
    const nobody = toGlobalId('Skill', '00000000-0000-4000-8000-000000000000');
    const unpublish = (documentIds: string[]) =>
      desk.tryTo('unpublish', { documentIds }, 'publication { number }', desk.publisher);
    expect(await refused(() => desk.tryPublish([id, nobody]))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refused(() => unpublish([id, nobody]))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refused(() => desk.tryPublish([]))).toMatchObject({ code: 'CONFLICT' });
    expect(await refused(() => desk.tryPublish([id]))).toMatchObject({ code: 'CONFLICT' });
    expect(await refused(() => tryRevert(99_999))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refused(() => desk.tryPublish([id], 'x'.repeat(501)))).toMatchObject({ code: 'BAD_USER_INPUT' });
    await desk.unpublish([id, id]);
    expect(await refused(() => unpublish([id]))).toMatchObject({ code: 'CONFLICT' });
  });

  test('when something public would refer to nothing, naming it', async () => {
    const skill = await newSkill('leaned-on');
    const career = await desk.save('Career', { slug: 'leans', content: careerContent('Leans', ['leaned-on']) });
    await desk.publish([skill, career.id]);
    const unpublish = () => desk.tryTo('unpublish', { documentIds: [skill] }, 'publication { number }', desk.publisher);
    expect(await refused(unpublish)).toMatchObject({
      code: 'NOT_PUBLISHABLE',
      problems: [{ pointer: '/career/leans/skills/0/skill', rule: 'unpublished-reference' }],
    });
  });
});

describe('a publication is one transaction: when its last write breaks, nothing of the first is there', () => {
  const breaking = ['INSERT ON publication_item', 'UPDATE ON document', 'INSERT ON audit_entry'];
  test.each(breaking)('%s', async (place) => {
    const slug = `broken-${breaking.indexOf(place)}`;
    const [one, two] = [await newSkill(slug), await newSkill(`${slug}-too`)];
    await desk.publish([one]);
    const number = await latest();
    await store.query(
      `CREATE OR REPLACE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$;
       CREATE TRIGGER broken AFTER ${place} FOR EACH ROW EXECUTE FUNCTION broken()`,
    );
    try {
      expect(await refused(() => desk.tryPublish([two]))).toMatchObject({ code: 'INTERNAL' });
      const unpublish = () => desk.tryTo('unpublish', { documentIds: [one] }, 'publication { number }', desk.publisher);
      expect(await refused(unpublish)).toMatchObject({ code: 'INTERNAL' });
      expect(await refused(() => tryRevert(number))).toMatchObject({ code: 'INTERNAL' });
    } finally {
      await store.query(`DROP TRIGGER broken ON ${place.split(' ON ')[1]}`);
    }
    expect(await desk.publish([two])).toBe(number + 1);
  });
});

test('numbers have no gaps with many editors at once, who each end well or get CONFLICT', async () => {
  const start = await latest();
  const ids = await Promise.all(Array.from({ length: 6 }, (_, index) => newSkill(`crowd-${index}`)));
  const answers = await Promise.all([
    ...ids.map((id) => desk.tryPublish([id])),
    // The same again, and all of them together.
    ...ids.slice(0, 3).map((id) => desk.tryPublish([id])),
    desk.tryPublish(ids),
  ]);
  const made = answers.flatMap(({ data }) => (data?.publish ? [data.publish.publication.number as number] : []));
  expect(new Set(answers.flatMap(codesOf))).toEqual(new Set(['CONFLICT']));
  expect(made.toSorted((a, b) => a - b)).toEqual(made.map((_, index) => start + 1 + index));
  expect(await numbers()).toEqual(Array.from({ length: start + made.length }, (_, index) => index + 1));
});

describe('reverting', () => {
  test('is the inverse as a new publication: what was added goes, what was changed or removed comes back', async () => {
    const [changed, removed, added] = [
      await newSkill('r-changed'),
      await newSkill('r-removed'),
      await newSkill('r-added'),
    ];
    await desk.publish([changed, removed]);
    await renamed(changed, 1, 'Changed');
    const number = await desk.publish([changed, added]);
    const { data } = await tryRevert(number);
    expect(data.revertPublication.publication).toEqual({
      number: number + 1,
      message: `Reverts publication ${number}`,
    });
    expect([await nameOf('r-changed'), await nameOf('r-added')]).toEqual(['r-changed', null]);
    const gone = await desk.unpublish([removed]);
    expect(await nameOf('r-removed')).toBeNull();
    await tryRevert(gone);
    expect(await nameOf('r-removed')).toBe('r-removed');
    // The draft stays as it was, and undoing can be undone.
    await tryRevert(number + 1);
    expect([await nameOf('r-changed'), await nameOf('r-added')]).toEqual(['Changed', 'r-added']);
  });

  test('is refused when later publications changed the same documents, naming them', async () => {
    const [one, two] = [await newSkill('again-one'), await newSkill('again-two')];
    const number = await desk.publish([one, two]);
    await renamed(one, 1, 'Again');
    const later = await desk.publish([one]);
    const refusal = await refused(() => tryRevert(number));
    expect(refusal).toMatchObject({ code: 'CONFLICT', publications: [later] });
  });

  test('is refused when later publications refer to what it made public, naming them', async () => {
    const number = await desk.publish([await newSkill('depended-on')]);
    const career = await desk.save('Career', { slug: 'depends', content: careerContent('D', ['depended-on']) });
    const later = await desk.publish([career.id]);
    expect(await refused(() => tryRevert(number))).toMatchObject({ code: 'CONFLICT', publications: [later] });
    await tryRevert(later);
    expect((await tryRevert(number)).errors).toBeUndefined();
    expect(await nameOf('depended-on')).toBeNull();
  });

  test('is refused when it would make an archived document public', async () => {
    const id = await newSkill('archived-since');
    await desk.publish([id]);
    const gone = await desk.unpublish([id]);
    await desk.to('archiveDocument', { documentId: id, expectedVersion: 1 }, 'document { id }');
    expect(await refused(() => tryRevert(gone))).toMatchObject({ code: 'NOT_PUBLISHABLE' });
  });

  test('sees a publication that came while it waited', async () => {
    const id = await newSkill('overtaken');
    const number = await desk.publish([id]);
    await renamed(id, 1, 'Overtaking');
    let reverting: ReturnType<typeof tryRevert> | undefined;
    await store.transaction(async (manager) => {
      await lockPublishing(manager);
      reverting = tryRevert(number);
      const waiting = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (
        SELECT oid FROM pg_database WHERE datname = current_database())`;
      while (((await manager.query(waiting)) as unknown[]).length === 0);
      const [row] = await manager.query(`SELECT id, latest_edition_id FROM document WHERE slug = 'overtaken'`);
      const change = { documentId: row.id as string, editionId: row.latest_edition_id as string };
      await publish(manager, [change], { actorId: null, message: '' });
    });
    expect((await reverting!).errors![0]!.extensions).toMatchObject({ code: 'CONFLICT', publications: [number + 1] });
    expect(await nameOf('overtaken')).toBe('Overtaking');
  });

  test('twice at once is done once', async () => {
    const number = await desk.publish([await newSkill('reverted-once')]);
    const answers = await Promise.all([tryRevert(number), tryRevert(number)]);
    expect(answers.flatMap(codesOf)).toEqual(['CONFLICT']);
    expect(await latest()).toBe(number + 1);
  });
});

test('changesSince says what is different now, each document once, and nothing of what came back', async () => {
  const [changed, removed, returned] = [
    await newSkill('s-changed'),
    await newSkill('s-removed'),
    await newSkill('s-back'),
  ];
  const number = await desk.publish([changed, removed, returned]);
  const since = async (publication: number) => {
    const query = `query ($n: Int!) { changesSince(publication: $n, first: 50) { totalCount edges { node { kind document { slug } } } } }`;
    const { changesSince } = await app.ask(query, { n: publication });
    const edges = changesSince.edges as { node: { kind: string; document: { slug: string } } }[];
    expect(changesSince.totalCount).toBe(edges.length);
    return edges.map(({ node }) => `${node.kind} ${node.document.slug}`);
  };
  expect(await since(number)).toEqual([]);
  await renamed(changed, 1, 'Once');
  await desk.publish([changed, await newSkill('s-added')]);
  await renamed(changed, 2, 'Twice');
  await desk.publish([changed]);
  await tryRevert(await desk.unpublish([returned]));
  await desk.unpublish([removed]);
  expect(await since(number)).toEqual(['ADDED s-added', 'CHANGED s-changed', 'REMOVED s-removed']);
  expect(await since(await latest())).toEqual([]);
  expect(await since(2_000_000_000)).toEqual([]);
});

test('an operation that began before a publication sees the whole of the one before it', async () => {
  const skill = await newSkill('before');
  const career = await desk.save('Career', { slug: 'reads', content: careerContent('Before', ['before']) });
  await desk.publish([skill, career.id]);
  await renamed(skill, 1, 'After');
  await desk.save('Career', { documentId: career.id, expectedVersion: 1, content: careerContent('After', ['before']) });
  const read = '{ skill(slug: "before") { name } career(slug: "reads") { title skills { edges { node { name } } } } }';

  const url = (store.options as unknown as { url: string }).url;
  const door = new Client({ connectionString: url });
  await door.connect();
  try {
    // Reading a career waits here; publishing does not touch the table.
    await door.query('BEGIN; LOCK TABLE career IN ACCESS EXCLUSIVE MODE');
    const paused = app.ask(read);
    const waiting = `SELECT 1 FROM pg_locks WHERE relation = 'career'::regclass AND NOT granted`;
    while (((await store.query(waiting)) as unknown[]).length === 0);
    await desk.publish([skill, career.id]);
    await door.query('COMMIT');
    expect(await paused).toEqual({
      skill: { name: 'before' },
      career: { title: 'Before', skills: { edges: [{ node: { name: 'before' } }] } },
    });
  } finally {
    await door.end();
  }
  expect(await app.ask(read)).toEqual({
    skill: { name: 'After' },
    career: { title: 'After', skills: { edges: [{ node: { name: 'After' } }] } },
  });
});
