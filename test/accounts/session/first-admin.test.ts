import { buildApp } from '../../../src/app';
import { codesOf, PASSWORD, type Person, registered, SIGN_IN, VIEWER } from '../../setup/accounts';
import { startTestApp, type TestApp } from '../../setup/test-app';
import { testConfig } from '../../setup/test-config';

let app: TestApp;
let sam: Person;
beforeAll(async () => {
  app = await startTestApp('empty');
  sam = await registered(app);
});
afterAll(() => app.stop());

const signIn = (email: string, password: string) => app.send(SIGN_IN, { input: { email, password } });
const adminsOf = async () =>
  (await app.dataSource.query(`SELECT count(*)::int AS n FROM role_grant WHERE role = 'ADMIN'`))[0].n as number;
const ensureAdminWith = async (settings: Record<string, string>) => {
  const database = new URL((app.dataSource.options as { url: string }).url).pathname.slice(1);
  const other = await buildApp(testConfig(database, { settings }));
  try {
    return await other.ensureAdmin();
  } finally {
    await other.close();
  }
};

test('the first start makes one admin with a generated password and every role, however many processes start', async () => {
  const made = (await Promise.all([app.ensureAdmin(), app.ensureAdmin(), app.ensureAdmin()])).filter(
    (each) => each !== null,
  );
  expect(made).toEqual([{ email: 'admin@localhost', generatedPassword: expect.stringMatching(/^[A-Za-z2-9]{20}$/) }]);
  const { data } = await signIn('admin@localhost', made[0]!.generatedPassword!);
  expect(data!.signIn.viewer.roles).toEqual(['ADMIN', 'EDITOR', 'LEARNER', 'PUBLISHER', 'REVIEWER']);
  expect(await adminsOf()).toBe(1);
});

test('later starts make none, whatever the settings say', async () => {
  expect(await ensureAdminWith({ ADMIN_EMAIL: 'second@example.org', ADMIN_PASSWORD: PASSWORD })).toBeNull();
  expect(codesOf(await signIn('second@example.org', PASSWORD))).toEqual(['UNAUTHENTICATED']);
});

test('without an admin left, the account of the settings becomes one: new password, whoever used it is signed out', async () => {
  await app.dataSource.query(`UPDATE user_account SET disabled_at = now() WHERE email = 'admin@localhost'`);
  const password = 'the password of the settings';
  expect(await ensureAdminWith({ ADMIN_EMAIL: sam.email.toUpperCase(), ADMIN_PASSWORD: password })).toEqual({
    email: sam.email.toUpperCase(),
  });
  expect((await app.send(VIEWER, {}, sam.headers)).status).toBe(401);
  expect(codesOf(await signIn(sam.email, PASSWORD))).toEqual(['UNAUTHENTICATED']);
  const { data } = await signIn(sam.email, password);
  expect(data!.signIn.viewer).toMatchObject({ id: sam.id, roles: expect.arrayContaining(['ADMIN']) });
});
