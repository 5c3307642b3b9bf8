import { forgetErasedIdentitiesJob } from '../../../src/accounts/session/erased-identities';
import type { AppServices } from '../../../src/kernel/app-services';
import { bearing, codesOf, VIEWER } from '../../setup/accounts';
import { type OpenIdIssuer, startIssuer } from '../../setup/openid-issuer';
import { startTestApp, type TestApp } from '../../setup/test-app';

let provider: OpenIdIssuer;
let app: TestApp;
beforeAll(async () => {
  provider = await startIssuer();
  app = await startTestApp('empty', provider.settings);
});
afterAll(async () => {
  await app.stop();
  provider.stop();
});

const ERASE = 'mutation ($input: EraseMyDataInput!) { eraseMyData(input: $input) { erasedAt } }';
const erase = (token: string, input: object) => app.send(ERASE, { input }, bearing(token));
const claimsOf = (sub: string) => ({ sub, name: `Name of ${sub}`, email: `${sub}@example.org`, email_verified: true });
const statusOf = async (token: string) => (await app.send(VIEWER, {}, bearing(token))).status;
/** Seconds since 1970, so many from now. */
const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

/** Somebody whose account was erased with a token that is still good at the provider. */
async function erasedPerson(sub: string): Promise<string> {
  const token = await provider.tokenOf(claimsOf(sub), inSeconds(-60));
  expect(codesOf(await erase(token, { confirmation: 'Erase my account' }))).toEqual([]);
  return token;
}

test.each([
  ['nothing', {}, 'required'],
  ['a password', { password: 'a password of another place' }, 'required'],
  ['other words', { confirmation: 'erase my account' }, 'confirmation'],
])('somebody without a password types the words, and not %s', async (what, input, rule) => {
  const token = await provider.tokenOf(claimsOf(`typing-${what.replaceAll(' ', '-')}`));
  const { errors } = await erase(token, input);
  expect(errors![0]!.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    problems: [{ pointer: '/confirmation', rule }],
  });
  expect(await statusOf(token)).toBe(200);
});

test('a token of the provider from before the erasure is refused, and makes no new account', async () => {
  const token = await erasedPerson('ada');
  const other = await provider.tokenOf(claimsOf('ada'), inSeconds(-1));
  const ageless = await provider.tokenOf(claimsOf('ada'), null);
  for (const each of [token, other, ageless]) expect(await statusOf(each)).toBe(401);
  const found = await app.dataSource.query(`SELECT FROM user_account WHERE email = 'ada@example.org'`);
  expect(found).toEqual([]);
});

test('who comes back later, by a new token, gets a new account with nothing in it', async () => {
  await erasedPerson('bea');
  const token = await provider.tokenOf(claimsOf('bea'), inSeconds(2));
  const { viewer } = await app.ask(VIEWER, {}, bearing(token));
  expect(viewer).toMatchObject({ email: 'bea@example.org', displayName: 'Name of bea', roles: ['LEARNER'] });
  const { data } = (await app.ask('mutation { exportMyData { data } }', {}, bearing(token))).exportMyData;
  expect(data.externalIdentities).toMatchObject([{ issuer: provider.issuer, subject: 'bea' }]);
  expect([data.account.hasPassword, data.auditEntries]).toEqual([false, []]);
});

test('that somebody was there is forgotten after 30 days, and not before', async () => {
  await erasedPerson('cleo');
  const hashes = async (): Promise<number> =>
    (await app.dataSource.query("SELECT FROM erased_identity WHERE erased_at < now() - interval '20 days'")).length;
  const run = () =>
    forgetErasedIdentitiesJob.run({ dataSource: app.dataSource } as unknown as AppServices, {}, 'job-1');
  await app.dataSource.query(`UPDATE erased_identity SET erased_at = now() - interval '29 days'`);
  const before = await hashes();
  expect(before).toBeGreaterThan(0);
  await run();
  expect(await hashes()).toBe(before);
  await app.dataSource.query(`UPDATE erased_identity SET erased_at = now() - interval '31 days'`);
  await run();
  expect(await hashes()).toBe(0);
});
