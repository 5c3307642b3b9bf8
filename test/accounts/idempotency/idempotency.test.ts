import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { secretOf } from '../../../src/accounts/idempotency/keyed-request';
import { makeSchema } from '../../../src/kernel/graphql/schema';
import { modules } from '../../../src/modules';
import { codesOf, type Desk, openDesk, problemsOf, skillContent } from '../../setup/editors-desk';
import { sendRaw } from '../../setup/graphql-request';
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

const SAVE = `mutation ($input: SaveSkillInput!) {
  saveSkill(input: $input) { document { id version slug latestEdition { number } } skill { name } }
}`;
const saving = (slug: string, name = slug) => ({ input: { slug, content: skillContent(name) } });
const withKey = (key: string, headers = desk.editor) => ({ ...headers, 'idempotency-key': key });

/** How many documents, editions and audit entries there are. */
const written = async (): Promise<unknown> =>
  (
    await store.query(
      'SELECT (SELECT count(*) FROM document) d, (SELECT count(*) FROM edition) e, (SELECT count(*) FROM audit_entry) a',
    )
  )[0];

const claims = (key: string): Promise<{ caller: string; answer: object | null }[]> =>
  store.query('SELECT caller, answer FROM vault.idempotency_claim WHERE key = $1', [key]);

/** Makes a table refuse an operation while `work` runs. */
async function whileBroken(on: string, work: () => Promise<void>): Promise<void> {
  await store.query(
    `CREATE OR REPLACE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'broken'; END $$`,
  );
  await store.query(`CREATE TRIGGER broken BEFORE ${on} FOR EACH ROW EXECUTE FUNCTION broken()`);
  try {
    await work();
  } finally {
    await store.query(`DROP TRIGGER broken ON ${on.split(' ON ')[1]}`);
  }
}

describe('a key is refused', () => {
  test.each([
    ['with a space', 'a b'],
    ['that is longer than 255 characters', 'k'.repeat(256)],
  ])('%s, before anything is done', async (_what, key) => {
    const before = await written();
    const answer = await app.send(SAVE, saving('never-saved'), withKey(key));
    expect(answer.status).toBe(400);
    expect(problemsOf(answer)).toEqual(['/Idempotency-Key format']);
    expect(await written()).toEqual(before);
  });

  test.each([
    [
      'side by side',
      'mutation ($a: SaveSkillInput!) { a: saveSkill(input: $a) { document { id } } b: saveSkill(input: $a) { document { id } } }',
    ],
    [
      'through fragments',
      `mutation ($a: SaveSkillInput!) { ...A ... on Mutation { b: saveSkill(input: $a) { document { id } } } }
      fragment A on Mutation { a: saveSkill(input: $a) { document { id } } }`,
    ],
  ])('for several mutations %s', async (_how, query) => {
    const before = await written();
    const answer = await app.send(query, { a: saving('never-saved').input }, withKey(randomUUID()));
    expect(problemsOf(answer)).toEqual(['/Idempotency-Key single']);
    expect(await written()).toEqual(before);
  });

  test('where a password goes in or a token comes out, since neither is kept', async () => {
    const signIn = 'mutation ($input: SignInInput!) { signIn(input: $input) { accessToken } }';
    const answer = await app.send(
      signIn,
      { input: { email: 'editor@callers.example', password: 'a password for tests' } },
      { 'idempotency-key': 'sign-in' },
    );
    expect(problemsOf(answer)).toEqual(['/Idempotency-Key secret']);
    const mutations = Object.values(makeSchema(modules).getMutationType()!.getFields());
    const refused = mutations.filter(secretOf).map(({ name }) => name);
    for (const name of [
      'changePassword',
      'createApiToken',
      'eraseMyData',
      'exportMyData',
      'refreshSession',
      'register',
      'signIn',
    ])
      expect(refused).toContain(name);
    // And no more than those whose names say it, and those that answer with the token of somebody without an account or take it.
    const others = refused.filter((name) => !/password|token|session|register|signIn|myData/i.test(name));
    expect(others).toEqual(['exportAnonymousData', 'recordProgress', 'startAttempt']);
  });

  test('with another body, and nothing is done', async () => {
    const key = randomUUID();
    await app.ask(SAVE, saving('one-body'), withKey(key));
    const before = await written();
    const other = await app.send(SAVE, saving('another-body'), withKey(key));
    expect(other.status).toBe(400);
    expect(codesOf(other)).toEqual(['BAD_USER_INPUT']);
    expect(problemsOf(other)).toEqual(['/Idempotency-Key reused']);
    // The same variables in another operation are another body too.
    expect(codesOf(await app.send(`${SAVE} `, saving('one-body'), withKey(key)))).toEqual(['BAD_USER_INPUT']);
    expect(await written()).toEqual(before);
  });

  test('when what it answered was lost: CONFLICT names the request, and it is not done again', async () => {
    const key = randomUUID();
    await whileBroken('UPDATE ON vault.idempotency_claim', async () => {
      // The mutation is committed by then, so it is answered all the same.
      const done = await app.ask(SAVE, saving('lost-answer'), { ...withKey(key), 'x-request-id': 'the-first-one' });
      expect(done.saveSkill.document.version).toBe(1);
    });
    expect(await claims(key)).toMatchObject([{ answer: null }]);
    await store.query(`UPDATE vault.idempotency_claim SET created_at = now() - interval '2 minutes' WHERE key = $1`, [
      key,
    ]);
    const before = await written();
    const again = await app.send(SAVE, saving('lost-answer'), withKey(key));
    expect(codesOf(again)).toEqual(['CONFLICT']);
    expect(again.errors![0]!.message).toContain('the-first-one');
    expect(await written()).toEqual(before);
  });
});

describe('a mutation under a key', () => {
  test('is done once, and answers the same to the byte', async () => {
    const request = {
      headers: withKey(randomUUID()),
      body: JSON.stringify({ query: SAVE, variables: saving('done-once') }),
    };
    const first = await sendRaw(app, request);
    const before = await written();
    const second = await sendRaw(app, request);
    expect(first.data!.saveSkill.document).toMatchObject({ version: 1, slug: 'done-once' });
    expect([second.status, second.text]).toEqual([first.status, first.text]);
    expect([first.headers['idempotency-replayed'], second.headers['idempotency-replayed']]).toEqual([
      undefined,
      'true',
    ]);
    expect(await written()).toEqual(before);
  });

  test('is done once when eight come at once, more than there are connections', async () => {
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => app.send(SAVE, saving('eight-at-once'), withKey(key))),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]!.data.saveSkill.document).toMatchObject({ version: 1, latestEdition: { number: 1 } });
    expect(await claims(key)).toHaveLength(1);
  });

  test('of two at once with different bodies, one is done and the other refused', async () => {
    const key = randomUUID();
    const answers = await Promise.all(['rival-a', 'rival-b'].map((slug) => app.send(SAVE, saving(slug), withKey(key))));
    expect(answers.flatMap(codesOf)).toEqual(['BAD_USER_INPUT']);
    expect(await store.query(`SELECT 1 FROM document WHERE slug IN ('rival-a', 'rival-b')`)).toHaveLength(1);
  });

  test('that publishes is one publication', async () => {
    const { id } = await desk.save('Skill', { slug: 'published-once', content: skillContent('Published once') });
    const publish = 'mutation ($input: PublishInput!) { publish(input: $input) { publication { number } } }';
    const send = () => app.send(publish, { input: { documentIds: [id] } }, withKey('publish-it', desk.publisher));
    const answers = [...(await Promise.all([send(), send()])), await send()];
    expect(answers.flatMap(codesOf)).toEqual([]);
    expect(new Set(answers.map(({ data }) => data.publish.publication.number)).size).toBe(1);
  });

  test('that is refused leaves its key free, and nothing else', async () => {
    const key = randomUUID();
    const wrong = await app.send(SAVE, { input: { slug: 'not a slug', content: skillContent('X') } }, withKey(key));
    expect(problemsOf(wrong)).toEqual(['/input/slug slug']);
    expect(await claims(key)).toEqual([]);
    expect((await app.ask(SAVE, saving('a-slug'), withKey(key))).saveSkill.document.slug).toBe('a-slug');
  });

  test('claims its key in its own transaction: a failure after the claim takes it back', async () => {
    const key = randomUUID();
    const before = await written();
    await whileBroken('INSERT ON audit_entry', async () => {
      expect(codesOf(await app.send(SAVE, saving('broken-half-way'), withKey(key)))).toEqual(['INTERNAL']);
    });
    expect(await claims(key)).toEqual([]);
    expect(await written()).toEqual(before);
    await app.ask(SAVE, saving('broken-half-way'), withKey(key));
    expect(await claims(key)).toHaveLength(1);
  });
});

test('keys belong to their caller: another user, and a token of the same user, may use the same', async () => {
  const key = randomUUID();
  const createToken = 'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { token } }';
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const { createApiToken } = await app.ask(
    createToken,
    { input: { name: 'Importer', roles: ['EDITOR'], expiresAt } },
    desk.editor,
  );
  const callers = [desk.editor, desk.publisher, { authorization: `Bearer ${createApiToken.token}` }];
  for (const [index, headers] of callers.entries()) {
    const { saveSkill } = await app.ask(SAVE, saving(`own-key-${index}`), withKey(key, headers));
    expect(saveSkill.document.slug).toBe(`own-key-${index}`);
  }
  const found = await claims(key);
  expect(found.map(({ caller }) => caller.replace(/:.*/, '')).toSorted()).toEqual(['token', 'user', 'user']);
  expect(JSON.stringify(found)).not.toContain(createApiToken.token);
});

test('keys of anonymous callers belong to their address', async () => {
  const key = randomUUID();
  const signOut = 'mutation ($input: SignOutInput!) { signOut(input: $input) { endedSessions } }';
  const { signIn } = await app.ask('mutation ($input: SignInInput!) { signIn(input: $input) { refreshToken } }', {
    input: { email: 'learner@callers.example', password: 'a password for tests' },
  });
  const input = { refreshToken: signIn.refreshToken };
  const headers = { 'idempotency-key': key };
  // Without the key, the second time would end no session.
  for (let time = 0; time < 2; time += 1)
    expect(await app.ask(signOut, { input }, headers)).toEqual({ signOut: { endedSessions: 1 } });
  expect(await claims(key)).toMatchObject([{ caller: expect.stringMatching(/^address:[0-9a-f]{64}$/) }]);
});

test('a key is forgotten after its time, which makes it free, and its row goes away', async () => {
  const [old, other] = [randomUUID(), randomUUID()];
  const { document } = (await app.ask(SAVE, saving('forgotten'), withKey(old))).saveSkill;
  await app.ask(SAVE, saving('forgotten-too'), withKey(other));
  await store.query(`UPDATE vault.idempotency_claim SET created_at = now() - interval '25 hours' WHERE key = ANY($1)`, [
    [old, other],
  ]);
  const again = { input: { documentId: document.id, expectedVersion: 1, content: skillContent('Remembered') } };
  expect((await app.ask(SAVE, again, withKey(old))).saveSkill.document.version).toBe(2);
  expect((await app.ask(SAVE, again, withKey(old))).saveSkill.document.version).toBe(2);
  expect(await claims(other)).toEqual([]);
});

test('a query with a key is answered as without', async () => {
  const key = randomUUID();
  expect(await app.ask('{ skills { totalCount } }', {}, withKey(key))).toEqual(
    await app.ask('{ skills { totalCount } }'),
  );
  expect(await claims(key)).toEqual([]);
});
