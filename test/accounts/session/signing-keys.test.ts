import { decodeProtectedHeader, exportJWK, generateKeyPair } from 'jose';
import type { EntityManager } from 'typeorm';
import { ExtendSigningKeysAddReceipts1795330132942 } from '../../../migrations/1795330132942-extend-signing-keys-add-receipts';
import { SigningKeyPurpose } from '../../../src/accounts/session/signing-key-purpose';
import { SigningKeys } from '../../../src/accounts/session/signing-keys';
import { OperationDeadline } from '../../../src/kernel/database/operation-deadline';
import { requestScope } from '../../../src/kernel/http/request-scope';
import { codesOf, type Person, registered, signedInAgain } from '../../setup/accounts';
import { startTestApp, type TestApp } from '../../setup/test-app';

const { ACCESS, RECEIPT } = SigningKeyPurpose;

let app: TestApp;
let admin: Person;
beforeAll(async () => {
  app = await startTestApp('empty');
  admin = await registered(app, 'ADMIN' as never);
});
afterAll(() => app.stop());

interface Row {
  readonly kid: string;
  readonly purpose: string;
  readonly secret: boolean;
  readonly retired: boolean;
}
const rows = (): Promise<Row[]> =>
  app.dataSource.query(
    `SELECT kid, purpose, private_jwk IS NOT NULL AS secret, retired_at IS NOT NULL AS retired FROM vault.signing_key
     ORDER BY purpose, created_at`,
  );
const published = async (): Promise<string[]> => {
  const answer = await fetch(`${app.address}/.well-known/jwks.json`);
  return ((await answer.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
};
const ROTATE = `mutation ($input: RotateSigningKeyInput!) { rotateSigningKey(input: $input) { kid purpose createdAt } }`;
const rotate = async (input: object): Promise<{ kid: string; purpose: string }> =>
  (await app.ask(ROTATE, { input }, admin.headers)).rotateSigningKey;
const inTransaction = <T>(work: (manager: EntityManager) => Promise<T>): Promise<T> => app.dataSource.transaction(work);
/** A process of its own, as far as keys go. */
const keysOfAnother = (): SigningKeys => new SigningKeys(app.dataSource);

describe('a key of receipts', () => {
  test('is made when it is first needed, and signs no access token', async () => {
    const key = await inTransaction((manager) => keysOfAnother().current(manager, RECEIPT));
    expect(await rows()).toEqual([
      { kid: expect.any(String), purpose: 'ACCESS', secret: true, retired: false },
      { kid: key.kid, purpose: 'RECEIPT', secret: true, retired: false },
    ]);
    admin = await signedInAgain(app, admin);
    expect(decodeProtectedHeader(admin.accessToken).kid).not.toBe(key.kid);
    expect(await published()).toContain(key.kid);
  });

  test('verifies nothing of the other purpose', async () => {
    const keys = keysOfAnother();
    const [access, receipt] = await rows();
    expect(await keys.verifying(RECEIPT, access!.kid)).toBeUndefined();
    expect(await keys.verifying(ACCESS, receipt!.kid)).toBeUndefined();
    expect(await keys.verifying(ACCESS, access!.kid)).toBeDefined();
    expect(await keys.verifying(RECEIPT, receipt!.kid)).toBeDefined();
  });

  test('can’t be refused for its age: the input says so, and nothing is rotated', async () => {
    const before = await rows();
    const answer = await app.send(ROTATE, { input: { purpose: 'RECEIPT', refuseOldTokens: true } }, admin.headers);
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
    expect(answer.errors![0]!.extensions.problems).toMatchObject([{ pointer: '/input/refuseOldTokens' }]);
    expect(await rows()).toEqual(before);
  });

  test('is rotated on its own: the private half of the old one is gone, the public half stays', async () => {
    const [access, old] = await rows();
    const made = await rotate({ purpose: 'RECEIPT' });
    expect(made).toMatchObject({ purpose: 'RECEIPT' });
    expect(await rows()).toEqual([
      access,
      { kid: old!.kid, purpose: 'RECEIPT', secret: false, retired: true },
      { kid: made.kid, purpose: 'RECEIPT', secret: true, retired: false },
    ]);
    expect(await published()).toEqual([access!.kid, made.kid, old!.kid]);
  });

  test('is never touched by a rotation of access keys, not even by one that drops them, and not by time', async () => {
    await app.dataSource.query(
      `UPDATE vault.signing_key SET retired_at = now() - interval '30 years' WHERE purpose = 'RECEIPT' AND retired_at IS NOT NULL`,
    );
    const before = (await rows()).filter(({ purpose }) => purpose === 'RECEIPT');
    await rotate({});
    expect((await rows()).filter(({ purpose }) => purpose === 'RECEIPT')).toEqual(before);
    admin = await signedInAgain(app, admin);
    await rotate({ refuseOldTokens: true });
    expect((await rows()).filter(({ purpose }) => purpose === 'RECEIPT')).toEqual(before);
    expect((await rows()).filter(({ purpose }) => purpose === 'ACCESS')).toHaveLength(1);
    expect(await published()).toEqual(expect.arrayContaining(before.map(({ kid }) => kid)));
    admin = await signedInAgain(app, admin);
  });

  test.each([
    ['deleted', `DELETE FROM vault.signing_key WHERE purpose = 'RECEIPT'`],
    ['truncated', `TRUNCATE vault.signing_key`],
    ['exchanged', `UPDATE vault.signing_key SET public_jwk = '{}'`],
    ['given another purpose', `UPDATE vault.signing_key SET purpose = 'ACCESS' WHERE purpose = 'RECEIPT'`],
  ])('is not %s: the database refuses it', async (_, statement) => {
    await expect(app.dataSource.query(statement)).rejects.toThrow('never changed or deleted');
  });

  test('that is retired can’t have a private half, and one that signs must have it', async () => {
    const set = (to: string) => app.dataSource.query(`UPDATE vault.signing_key SET private_jwk = ${to}`);
    await expect(set(`'{}'`)).rejects.toThrow('signing_key_private_check');
    await expect(set('NULL')).rejects.toThrow('signing_key_private_check');
  });

  test('leaves a trail with its purpose when it is rotated', async () => {
    const entries = await app.dataSource.query(
      `SELECT DISTINCT detail FROM audit_entry WHERE action = 'rotateSigningKey' ORDER BY 1`,
    );
    expect(entries).toEqual([{ detail: 'ACCESS' }, { detail: 'RECEIPT' }]);
  });
});

describe('a rotation that drops the key another process signs with', () => {
  /** Two transactions at once; the second one's work starts inside the first. Resolves to whether it had to wait for its end. */
  async function during(
    first: (manager: EntityManager) => Promise<unknown>,
    second: (manager: EntityManager) => Promise<unknown>,
  ): Promise<boolean> {
    let other: Promise<unknown> | undefined;
    let waits = false;
    await inTransaction(async (manager) => {
      await first(manager);
      const [{ pid }] = await manager.query<[{ pid: number }]>('SELECT pg_backend_pid() AS pid');
      let done = false;
      other = inTransaction(second).finally(() => (done = true));
      // Goes on as soon as the second one waits for the first.
      while (!waits && !done) {
        [{ waits }] = await app.dataSource.query<[{ waits: boolean }]>(
          'SELECT EXISTS (SELECT FROM pg_stat_activity WHERE $1::int = ANY(pg_blocking_pids(pid))) AS waits',
          [pid],
        );
      }
    });
    await other;
    return waits;
  }

  test('is waited for: whoever signs after it has the new key', async () => {
    const keys = keysOfAnother();
    const old = await inTransaction((manager) => keys.current(manager, ACCESS));
    let made = '';
    let used = '';
    await during(
      async (manager) => (made = (await keysOfAnother().rotate(manager, ACCESS, true)).kid),
      async (manager) => (used = (await keys.current(manager, ACCESS)).kid),
    );
    expect(used).toBe(made);
    expect(used).not.toBe(old.kid);
  });

  test('waits for who signs before it: what was signed was signed by a key that was there', async () => {
    const waited = await during(
      (manager) => keysOfAnother().current(manager, ACCESS),
      (manager) => keysOfAnother().rotate(manager, ACCESS, true),
    );
    expect(waited).toBe(true);
  });

  test('breaks no sign-in: in a storm of both, all end well, and the last key stays', async () => {
    const people = await Promise.all([registered(app), registered(app)]);
    const signIns = people.flatMap((person) => [1, 2, 3].map(() => signedInAgain(app, person)));
    const rotations = [1, 2, 3].map(() => inTransaction((manager) => keysOfAnother().rotate(manager, ACCESS, true)));
    const made = (await Promise.all(rotations)).map(({ kid }) => kid);
    await Promise.all(signIns);
    const [left, ...more] = (await rows()).filter(({ purpose }) => purpose === 'ACCESS');
    expect([made.includes(left!.kid), more]).toEqual([true, []]);
  });
});

test('keys from before there were purposes are of access tokens, and old ones lose their private half', async () => {
  const fresh = await startTestApp('empty');
  try {
    const migration = new ExtendSigningKeysAddReceipts1795330132942();
    const runner = fresh.dataSource.createQueryRunner();
    await migration.down(runner);
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    for (const [kid, retired] of [
      ['now', null],
      ['then', new Date()],
    ] as const) {
      await runner.query(
        'INSERT INTO vault.signing_key (kid, public_jwk, private_jwk, retired_at) VALUES ($1, $2, $3, $4)',
        [kid, await exportJWK(publicKey), await exportJWK(privateKey), retired],
      );
    }
    await migration.up(runner);
    await runner.release();
    const kept = await fresh.dataSource.query(
      `SELECT kid, purpose, private_jwk IS NOT NULL AS secret FROM vault.signing_key ORDER BY kid`,
    );
    expect(kept).toEqual([
      { kid: 'now', purpose: 'ACCESS', secret: true },
      { kid: 'then', purpose: 'ACCESS', secret: false },
    ]);
    const used = await fresh.dataSource.transaction((manager) =>
      new SigningKeys(fresh.dataSource).current(manager, ACCESS),
    );
    expect(used.kid).toBe('now');
  } finally {
    await fresh.stop();
  }
});

test('who waits for the keys with others gets them, also when the request that asked first is over', async () => {
  const { kid } = await inTransaction((manager) => keysOfAnother().current(manager, RECEIPT));
  const keys = keysOfAnother();
  const deadline = new OperationDeadline(60_000);
  deadline.begin(false);
  const blocker = app.dataSource.createQueryRunner();
  await blocker.startTransaction();
  await blocker.query('LOCK TABLE vault.signing_key IN ACCESS EXCLUSIVE MODE');
  const asked = requestScope.run({ requestId: 'first', deadline }, () => keys.verifying(RECEIPT, kid));
  const waiting = keys.verifying(RECEIPT, kid);
  const answers = Promise.allSettled([asked, waiting]);
  deadline.abandon();
  await blocker.rollbackTransaction();
  await blocker.release();
  expect((await answers).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
});
