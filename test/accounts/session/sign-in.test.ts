import { codesOf, PASSWORD, type Person, registered, SIGN_IN, signedInAgain, VIEWER } from '../../setup/accounts';
import { ATTEMPTS } from '../../../src/accounts/session/sign-in-throttle';
import { startTestApp, type TestApp } from '../../setup/test-app';
import { addOnWork } from '../../setup/thread-work';

let app: TestApp;
let sam: Person;
beforeAll(async () => {
  app = await startTestApp('empty', { TRUSTED_PROXIES: '127.0.0.1' });
  sam = await registered(app);
});
afterAll(() => app.stop());

const register = (input: object, headers = {}) =>
  app.send(
    'mutation ($input: RegisterInput!) { register(input: $input) { accessToken viewer { email displayName roles } } }',
    { input },
    headers,
  );
const signIn = (email: string, password: string, from = '198.51.100.1') =>
  app.send(SIGN_IN, { input: { email, password } }, { 'x-forwarded-for': from });
const users = async () => (await app.dataSource.query('SELECT count(*)::int AS n FROM user_account'))[0].n as number;

describe('registering', () => {
  test.each([
    ['no email address', { email: 'sam' }, '/email'],
    ['a password of 11 characters', { password: 'abcdefghijk' }, '/password'],
    ['a password of 201 characters', { password: 'a'.repeat(201) }, '/password'],
    ['no name to see', { displayName: '  ' }, '/displayName'],
    ['a name of 81 characters', { displayName: 'x'.repeat(81) }, '/displayName'],
    ['a name in two lines', { displayName: 'a\nb' }, '/displayName'],
    ['a name with a NUL', { displayName: 'a\u0000b' }, '/displayName'],
  ])('%s is refused, and nothing is stored', async (_what, wrong, pointer) => {
    const before = await users();
    const { errors } = await register({ email: 'new@example.org', password: PASSWORD, displayName: 'New', ...wrong });
    expect(errors?.map(({ extensions }) => [extensions.code, extensions.problems[0].pointer])).toEqual([
      ['BAD_USER_INPUT', pointer],
    ]);
    expect(await users()).toBe(before);
  });

  test('a name of any length is refused without hanging', async () => {
    const input = { email: 'new@example.org', password: PASSWORD };
    const start = performance.now();
    for (const displayName of ['a'.repeat(900_000) + '\n', ' '.repeat(900_000), ' '.repeat(900_000) + '\n'])
      expect(codesOf(await register({ ...input, displayName }))).toEqual(['BAD_USER_INPUT']);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test('an address that is taken, in whatever letters, is a conflict', async () => {
    const answer = await register({ email: sam.email.toUpperCase(), password: PASSWORD, displayName: 'Sam too' });
    expect(codesOf(answer)).toEqual(['CONFLICT']);
  });

  test('two who take the same address at once: one gets it', async () => {
    const input = { email: 'race@example.org', password: PASSWORD, displayName: 'Racer' };
    const answers = await Promise.all([register(input), register(input)]);
    expect(answers.flatMap(codesOf)).toEqual(['CONFLICT']);
  });

  test('gives a learner who is signed in', async () => {
    const { data } = await register({ email: 'Kim@Example.org', password: PASSWORD, displayName: ' Kim ' });
    expect(data!.register.viewer).toEqual({ email: 'Kim@Example.org', displayName: 'Kim', roles: ['LEARNER'] });
    const { viewer } = await app.ask(VIEWER, {}, { authorization: `Bearer ${data!.register.accessToken}` });
    expect(viewer.displayName).toBe('Kim');
  });

  test('stores an argon2id hash at the parameters that OWASP names, and the password nowhere', async () => {
    const [row] = await app.dataSource.query('SELECT * FROM user_account WHERE id = $1', [sam.userId]);
    expect(row.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(JSON.stringify(row)).not.toContain(PASSWORD);
  });
});

describe('signing in', () => {
  test('an unknown address and a wrong password get the same answer, after the same work', async () => {
    const answers: string[] = [];
    const tried = async (email: string) => {
      const { status, errors } = await signIn(email, 'not the right password');
      answers.push(JSON.stringify([status, errors!.map(({ message, extensions }) => [message, extensions.code])]));
    };
    expect(await addOnWork(() => tried(sam.email))).toBe(1);
    expect(await addOnWork(() => tried('nobody@example.org'))).toBe(1);
    await app.dataSource.query(
      `INSERT INTO user_account (id, email, display_name) VALUES (gen_random_uuid(), 'external@example.org', 'E')`,
    );
    expect(await addOnWork(() => tried('external@example.org'))).toBe(1);
    expect(answers[0]).toContain('UNAUTHENTICATED');
    expect(new Set(answers).size).toBe(1);
    expect(await addOnWork(() => app.ask(VIEWER))).toBe(0);
  });

  test('works in any letters of the address, and tells when the token runs out', async () => {
    const { data } = await signIn(sam.email.toUpperCase(), PASSWORD);
    const minutes = (Date.parse(data!.signIn.accessTokenExpiresAt) - Date.now()) / 60_000;
    expect(data!.signIn.viewer.id).toBe(sam.id);
    expect(minutes).toBeGreaterThan(14);
    expect(minutes).toBeLessThanOrEqual(15);
  });

  test('a password is the same whether its letters come composed or not', async () => {
    const input = { email: 'umlaut@example.org', password: 'ein schönes Passwort', displayName: 'U' };
    await register(input);
    expect(codesOf(await signIn(input.email, input.password.normalize('NFD')))).toEqual([]);
  });

  test('a closed account is as unknown', async () => {
    const gone = await registered(app);
    await app.dataSource.query('UPDATE user_account SET disabled_at = now() WHERE id = $1', [gone.userId]);
    expect(codesOf(await signIn(gone.email, PASSWORD))).toEqual(['UNAUTHENTICATED']);
    expect((await app.send(VIEWER, {}, gone.headers)).status).toBe(401);
  });

  test('remembers where the session is used from', async () => {
    await app.send(
      SIGN_IN,
      { input: { email: sam.email, password: PASSWORD } },
      { 'x-forwarded-for': '203.0.113.9', 'user-agent': 'a'.repeat(300) },
    );
    const [row] = await app.dataSource.query(`SELECT user_agent FROM session WHERE address = '203.0.113.9'`);
    expect(row.user_agent).toBe('a'.repeat(200));
  });
});

describe('guessing', () => {
  test('at one account ends after some attempts, from any address, for the right password too', async () => {
    const victim = await registered(app);
    for (let attempt = 0; attempt < ATTEMPTS.account; attempt += 1)
      expect(codesOf(await signIn(victim.email, 'wrong', `198.51.100.${attempt}`))).toEqual(['UNAUTHENTICATED']);
    const { errors } = await signIn(victim.email.toUpperCase(), PASSWORD, '203.0.113.77');
    expect(errors![0]!.extensions.code).toBe('RATE_LIMITED');
    expect(errors![0]!.extensions.retryAfterSeconds).toBeGreaterThan(0);
    expect(errors![0]!.extensions.retryAfterSeconds).toBeLessThanOrEqual(900);
    // Nobody else is slowed down, nor is the session that is open.
    expect(codesOf(await signIn(sam.email, PASSWORD, '203.0.113.77'))).toEqual([]);
    expect((await app.send(VIEWER, {}, victim.headers)).status).toBe(200);
  });

  test('does not start anew in letters that only the database takes for the same', async () => {
    const email = 'divided.civil@example.org';
    expect(codesOf(await register({ email, password: PASSWORD, displayName: 'D' }))).toEqual([]);
    const spellings = [email, email.replace('i', 'İ'), email.replaceAll('i', 'İ')];
    expect(codesOf(await signIn(spellings[1]!, PASSWORD, '198.51.100.30'))).toEqual([]);
    for (let attempt = 0; attempt < ATTEMPTS.account; attempt += 1)
      await signIn(spellings[attempt % spellings.length]!, 'wrong', '198.51.100.30');
    for (const spelling of spellings)
      expect(codesOf(await signIn(spelling, PASSWORD, '198.51.100.31'))).toEqual(['RATE_LIMITED']);
  });

  test('is the same at an address that nobody has', async () => {
    for (let attempt = 0; attempt < ATTEMPTS.account; attempt += 1)
      await signIn('ghost@example.org', 'wrong', '198.51.100.40');
    expect(codesOf(await signIn('ghost@example.org', 'wrong', '198.51.100.41'))).toEqual(['RATE_LIMITED']);
  });

  test('many attempts at once count one by one', async () => {
    const attempts = Array.from({ length: ATTEMPTS.account + 5 }, () =>
      signIn('burst@example.org', 'wrong', '198.51.100.50'),
    );
    const codes = (await Promise.all(attempts)).flatMap(codesOf);
    expect(codes.filter((code) => code === 'UNAUTHENTICATED')).toHaveLength(ATTEMPTS.account);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(5);
  });

  test('from one address ends, whatever the account; its neighbours in an IPv6 network are the same', async () => {
    await app.dataSource.query('UPDATE rate_limit SET points = $1 WHERE key LIKE $2', [0, 'sign-in-address%']);
    await signIn('first@example.org', 'wrong', '2001:db8::1');
    await app.dataSource.query(`UPDATE rate_limit SET points = $1 WHERE key LIKE 'sign-in-address%' AND points = 1`, [
      ATTEMPTS.address,
    ]);
    expect(codesOf(await signIn(sam.email, PASSWORD, '2001:db8::2'))).toEqual(['RATE_LIMITED']);
    const taken = await register(
      { email: sam.email, password: PASSWORD, displayName: 'S' },
      { 'x-forwarded-for': '2001:db8::3' },
    );
    expect(codesOf(taken)).toEqual(['RATE_LIMITED']);
    expect(codesOf(await signIn(sam.email, PASSWORD, '2001:db8:0:1::1'))).toEqual([]);
  });

  test('who remembers the password in time starts again at zero', async () => {
    const forgetful = await registered(app);
    for (let round = 0; round < 2; round += 1) {
      for (let attempt = 1; attempt < ATTEMPTS.account; attempt += 1)
        await signIn(forgetful.email, 'wrong', '198.51.100.60');
      expect(codesOf(await signIn(forgetful.email, PASSWORD, '198.51.100.60'))).toEqual([]);
    }
  });

  test('leaves no address and no name behind in the counts', async () => {
    const rows = JSON.stringify(await app.dataSource.query('SELECT key FROM rate_limit'));
    expect(rows).toContain('sign-in-account');
    expect(rows).not.toMatch(/@|198\.51|2001/);
  });
});

describe('changing the password', () => {
  const CHANGE = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { endedSessions } }';
  const change = (headers: Record<string, string>, currentPassword: string, newPassword = 'another long password') =>
    app.send(CHANGE, { input: { currentPassword, newPassword } }, headers);

  test('takes a session, the present password, and a new one that is long enough', async () => {
    expect(codesOf(await change({}, PASSWORD))).toEqual(['UNAUTHENTICATED']);
    const wrong = await change(sam.headers, 'not my password');
    expect(wrong.errors![0]!.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: [{ pointer: '/currentPassword' }],
    });
    const short = await change(sam.headers, PASSWORD, 'short');
    expect(short.errors![0]!.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      problems: [{ pointer: '/newPassword' }],
    });
    expect(codesOf(await signIn(sam.email, PASSWORD))).toEqual([]);
  });

  test('ends every other session and keeps this one; only the new password counts', async () => {
    const here = await registered(app);
    const there = await signedInAgain(app, here);
    const { data } = await change(here.headers, PASSWORD);
    expect(data).toEqual({ changePassword: { endedSessions: 1 } });
    expect((await app.send(VIEWER, {}, here.headers)).status).toBe(200);
    expect((await app.send(VIEWER, {}, there.headers)).status).toBe(401);
    expect(codesOf(await signIn(here.email, PASSWORD))).toEqual(['UNAUTHENTICATED']);
    expect(codesOf(await signIn(here.email, 'another long password'))).toEqual([]);
  });

  test('of two changes at once, one counts', async () => {
    const here = await registered(app);
    const answers = await Promise.all([
      change(here.headers, PASSWORD, 'the first new one'),
      change(here.headers, PASSWORD, 'the second new one'),
    ]);
    expect(answers.flatMap(codesOf)).toEqual(['BAD_USER_INPUT']);
  });

  test('guessing the present password ends too', async () => {
    const here = await registered(app);
    for (let attempt = 0; attempt < ATTEMPTS.account; attempt += 1) await change(here.headers, 'wrong');
    expect(codesOf(await change(here.headers, PASSWORD))).toEqual(['RATE_LIMITED']);
  });
});
