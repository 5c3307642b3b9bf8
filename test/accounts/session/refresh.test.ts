import fc from 'fast-check';
import {
  codesOf,
  inventedToken,
  type Person,
  REFRESH,
  refreshed,
  registered,
  signedInAgain,
  VIEWER,
} from '../../setup/accounts';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('empty');
});
afterAll(() => app.stop());

const refresh = (refreshToken: string) => app.send(REFRESH, { input: { refreshToken } });
const signOut = async (refreshToken: string, everywhere?: boolean) =>
  (
    await app.ask('mutation ($input: SignOutInput!) { signOut(input: $input) { endedSessions } }', {
      input: { refreshToken, everywhere },
    })
  ).signOut.endedSessions as number;
const isOpen = async ({ headers }: Pick<Person, 'headers'>) => (await app.send(VIEWER, {}, headers)).status === 200;

/** A changed token: the same keys, another secret. */
const forged = (token: string) =>
  token.replace(/^cgr_.{20}/, (start) => `cgr_${start.slice(4).replace(/./g, (c) => (c === 'A' ? 'B' : 'A'))}`);

describe('a refresh token is refused', () => {
  test.each([
    ['what is no token', 'x'],
    ['an API token', inventedToken('cg_', 48)],
    ['a token that is too short', inventedToken('cgr_', 63)],
  ])('%s, as bad input', async (_what, token) => {
    const { errors } = await refresh(token);
    expect(errors![0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', problems: [{ pointer: '/refreshToken' }] });
  });

  test('one that nobody made', async () => {
    expect(codesOf(await refresh(inventedToken('cgr_', 64)))).toEqual(['UNAUTHENTICATED']);
  });

  test('one with the keys of a session and another secret; the session goes on', async () => {
    const sam = await registered(app);
    expect(codesOf(await refresh(forged(sam.refreshToken)))).toEqual(['UNAUTHENTICATED']);
    expect(codesOf(await refresh(sam.refreshToken))).toEqual([]);
  });

  test('when it was used before: the whole family ends, the latest token and the access tokens too', async () => {
    const sam = await registered(app);
    const elsewhere = await signedInAgain(app, sam);
    const second = await refreshed(app, sam.refreshToken);
    const third = await refreshed(app, second.refreshToken);
    expect(codesOf(await refresh(sam.refreshToken))).toEqual(['UNAUTHENTICATED']);
    expect(codesOf(await refresh(third.refreshToken))).toEqual(['UNAUTHENTICATED']);
    expect(await isOpen({ headers: { authorization: `Bearer ${third.accessToken}` } })).toBe(false);
    expect(await isOpen(elsewhere)).toBe(true);
    expect(codesOf(await refresh(elsewhere.refreshToken))).toEqual([]);
  });

  test('when the session was not used for too long', async () => {
    const sam = await registered(app);
    await app.dataSource.query(`UPDATE session SET expires_at = now() WHERE user_id = $1`, [sam.userId]);
    expect(codesOf(await refresh(sam.refreshToken))).toEqual(['UNAUTHENTICATED']);
    expect(await isOpen(sam)).toBe(false);
  });

  test('when the account is closed; it is not used up by that', async () => {
    const sam = await registered(app);
    await app.dataSource.query('UPDATE user_account SET disabled_at = now() WHERE id = $1', [sam.userId]);
    expect(codesOf(await refresh(sam.refreshToken))).toEqual(['UNAUTHENTICATED']);
    await app.dataSource.query('UPDATE user_account SET disabled_at = NULL WHERE id = $1', [sam.userId]);
    expect(codesOf(await refresh(sam.refreshToken))).toEqual([]);
  });
});

describe('refreshing', () => {
  test('gives two new tokens and moves the end of the session on', async () => {
    const sam = await registered(app);
    const expiry = async () =>
      (await app.dataSource.query('SELECT expires_at AS at FROM session WHERE user_id = $1', [sam.userId]))[0]
        .at as Date;
    await app.dataSource.query(`UPDATE session SET expires_at = now() + interval '1 day' WHERE user_id = $1`, [
      sam.userId,
    ]);
    const next = await refreshed(app, sam.refreshToken);
    expect(next.refreshToken).not.toBe(sam.refreshToken);
    expect(await isOpen({ headers: { authorization: `Bearer ${next.accessToken}` } })).toBe(true);
    expect((await expiry()).getTime()).toBeGreaterThan(Date.now() + 29 * 86_400_000);
  });

  test('of many at once with one token, at most one gets tokens, and the family ends', async () => {
    const sam = await registered(app);
    const answers = await Promise.all(Array.from({ length: 6 }, () => refresh(sam.refreshToken)));
    const granted = answers.filter((answer) => answer.data);
    expect(granted).toHaveLength(1);
    expect(codesOf(await refresh(granted[0]!.data!.refreshSession.refreshToken))).toEqual(['UNAUTHENTICATED']);
  });

  test('no token is stored as it is', async () => {
    const sam = await registered(app);
    const rows = await app.dataSource.query(
      'SELECT r.*, encode(token_hash, $2) AS text FROM refresh_token r WHERE user_id = $1',
      [sam.userId, 'hex'],
    );
    expect(rows).toHaveLength(1);
    const secret = Buffer.from(sam.refreshToken.slice(4), 'base64url').subarray(0, 32);
    expect(rows[0].token_hash).toHaveLength(32);
    expect(rows[0].text).not.toBe(secret.toString('hex'));
  });
});

describe('signing out', () => {
  test('ends this session at once and no other; a second time nothing is left to end', async () => {
    const sam = await registered(app);
    const elsewhere = await signedInAgain(app, sam);
    expect(await signOut(sam.refreshToken)).toBe(1);
    expect(await isOpen(sam)).toBe(false);
    expect(codesOf(await refresh(sam.refreshToken))).toEqual(['UNAUTHENTICATED']);
    expect(await signOut(sam.refreshToken)).toBe(0);
    expect(await isOpen(elsewhere)).toBe(true);
  });

  test('everywhere ends all sessions of this person and of nobody else', async () => {
    const [sam, kim] = [await registered(app), await registered(app)];
    const elsewhere = await signedInAgain(app, sam);
    expect(await signOut(sam.refreshToken, true)).toBe(2);
    expect(await Promise.all([sam, elsewhere, kim].map(isOpen))).toEqual([false, false, true]);
  });

  test('everywhere with an old token ends only the session that it was of', async () => {
    const sam = await registered(app);
    const elsewhere = await signedInAgain(app, sam);
    await refreshed(app, sam.refreshToken);
    expect(await signOut(sam.refreshToken, true)).toBe(1);
    expect(await Promise.all([sam, elsewhere].map(isOpen))).toEqual([false, true]);
  });

  test('with a token that nobody made ends nothing', async () => {
    const sam = await registered(app);
    expect(await signOut(forged(sam.refreshToken), true)).toBe(0);
    expect(await isOpen(sam)).toBe(true);
  });
});

test('whatever is done with refresh tokens, a family lives exactly as long as only its latest token is used', async () => {
  const sam = await registered(app);
  const step = fc.record({
    do: fc.constantFrom('refresh', 'refresh', 'refresh', 'reuse', 'forge', 'sign out'),
    family: fc.nat({ max: 1 }),
    back: fc.integer({ min: 1, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
      const families = await Promise.all(
        [0, 1].map(async () => ({ tokens: [(await signedInAgain(app, sam)).refreshToken], alive: true })),
      );
      for (const { do: action, family, back } of steps) {
        const it = families[family]!;
        const latest = it.tokens.at(-1)!;
        if (action === 'refresh') {
          const answer = await refresh(latest);
          expect(codesOf(answer)).toEqual(it.alive ? [] : ['UNAUTHENTICATED']);
          if (it.alive) it.tokens.push(answer.data!.refreshSession.refreshToken);
        } else if (action === 'reuse') {
          const old = it.tokens.at(-1 - back);
          if (old === undefined) continue;
          expect(codesOf(await refresh(old))).toEqual(['UNAUTHENTICATED']);
          it.alive = false;
        } else if (action === 'forge') {
          expect(codesOf(await refresh(forged(latest)))).toEqual(['UNAUTHENTICATED']);
        } else {
          expect(await signOut(latest)).toBe(it.alive ? 1 : 0);
          it.alive = false;
        }
      }
      for (const { tokens, alive } of families)
        expect(codesOf(await refresh(tokens.at(-1)!))).toEqual(alive ? [] : ['UNAUTHENTICATED']);
    }),
    { numRuns: 15 },
  );
});
