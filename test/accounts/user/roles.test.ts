import { codesOf, nobodysId, type Person, registered, VIEWER } from '../../setup/accounts';
import { startTestApp, type TestApp } from '../../setup/test-app';
import { Role } from '../../../src/accounts/role';

let app: TestApp;
let admin: Person;
let sam: Person;
beforeAll(async () => {
  app = await startTestApp('empty');
  admin = await registered(app, Role.ADMIN);
  sam = await registered(app);
});
afterAll(() => app.stop());

const change = (field: 'grantRole' | 'revokeRole') => (by: Person | null, userId: string, role: string) =>
  app.send(
    `mutation ($input: ${field === 'grantRole' ? 'GrantRoleInput' : 'RevokeRoleInput'}!) { ${field}(input: $input) { user { id roles } } }`,
    { input: { userId, role } },
    by?.headers,
  );
const [grant, revoke] = [change('grantRole'), change('revokeRole')];
const rolesOf = async (person: Person) => (await app.ask(VIEWER, {}, person.headers)).viewer.roles as string[];

describe('roles', () => {
  test('are granted and revoked by nobody but admins; the other roles are no help', async () => {
    const other = await registered(app, Role.EDITOR, Role.PUBLISHER, Role.REVIEWER);
    for (const attempt of [grant, revoke]) {
      expect(codesOf(await attempt(null, sam.id, 'EDITOR'))).toEqual(['UNAUTHENTICATED']);
      expect(codesOf(await attempt(other, sam.id, 'EDITOR'))).toEqual(['FORBIDDEN']);
      expect(codesOf(await attempt(sam, sam.id, 'ADMIN'))).toEqual(['FORBIDDEN']);
    }
    expect(await rolesOf(sam)).toEqual(['LEARNER']);
  });

  test('are not granted to who does not exist', async () => {
    expect(codesOf(await grant(admin, nobodysId(), 'EDITOR'))).toEqual(['NOT_FOUND']);
    expect(codesOf(await revoke(admin, nobodysId(), 'ADMIN'))).toEqual(['NOT_FOUND']);
    for (const id of [
      'x',
      Buffer.from('User:x').toString('base64url'),
      Buffer.from(`Career:${sam.userId}`).toString('base64url'),
    ]) {
      const { errors } = await grant(admin, id, 'EDITOR');
      expect(errors![0]!.extensions).toMatchObject({
        code: 'BAD_USER_INPUT',
        problems: [{ pointer: '/input/userId' }],
      });
    }
    expect(codesOf(await grant(admin, sam.id, 'OWNER'))).toEqual(['BAD_USER_INPUT']);
  });

  test('count from the next request on, with the same token; a second time changes nothing', async () => {
    for (let time = 0; time < 2; time += 1)
      expect((await grant(admin, sam.id, 'EDITOR')).data!.grantRole.user).toEqual({
        id: sam.id,
        roles: ['EDITOR', 'LEARNER'],
      });
    expect(await rolesOf(sam)).toEqual(['EDITOR', 'LEARNER']);
    const [by] = await app.dataSource.query(
      `SELECT granted_by_id FROM role_grant WHERE user_id = $1 AND role = 'EDITOR'`,
      [sam.userId],
    );
    expect(by.granted_by_id).toBe(admin.userId);
    for (let time = 0; time < 2; time += 1)
      expect((await revoke(admin, sam.id, 'EDITOR')).data!.revokeRole.user.roles).toEqual(['LEARNER']);
    expect(await rolesOf(sam)).toEqual(['LEARNER']);
  });
});

describe('the last admin', () => {
  test('stays, also when another admin is there whose account is closed', async () => {
    expect(codesOf(await revoke(admin, admin.id, 'ADMIN'))).toEqual(['CONFLICT']);
    const closed = await registered(app, Role.ADMIN);
    await app.dataSource.query('UPDATE user_account SET disabled_at = now() WHERE id = $1', [closed.userId]);
    expect(codesOf(await revoke(admin, admin.id, 'ADMIN'))).toEqual(['CONFLICT']);
    expect(codesOf(await revoke(admin, closed.id, 'ADMIN'))).toEqual([]);
    expect(await rolesOf(admin)).toEqual(['ADMIN', 'LEARNER']);
  });

  test('is one of two who revoke each other at the same time', async () => {
    for (let round = 0; round < 5; round += 1) {
      const other = await registered(app, Role.ADMIN);
      const answers = await Promise.all([revoke(admin, other.id, 'ADMIN'), revoke(other, admin.id, 'ADMIN')]);
      const left = await app.dataSource.query(`SELECT user_id FROM role_grant WHERE role = 'ADMIN'`);
      expect(left).toHaveLength(1);
      expect(answers.flatMap(codesOf)).toEqual([expect.stringMatching(/^(CONFLICT|FORBIDDEN)$/)]);
      admin = left[0].user_id === admin.userId ? admin : other;
    }
  });
});

describe('the list of users', () => {
  const users = (args: string, headers?: Record<string, string>) =>
    app.send(
      `{ users(${args}) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { id email displayName roles createdAt disabledAt } } } }`,
      {},
      headers,
    );

  test('is for admins', async () => {
    expect(codesOf(await users('first: 1'))).toEqual(['UNAUTHENTICATED']);
    expect(codesOf(await users('first: 1', sam.headers))).toEqual(['FORBIDDEN']);
  });

  test('pages forward and backward over everybody, the latest first', async () => {
    const all = (await users('first: 100', admin.headers)).data!.users;
    const ids = all.edges.map(({ node }: any) => node.id as string);
    expect(all.totalCount).toBe(ids.length);
    expect(ids.at(-1)).toBe(
      (await app.dataSource.query('SELECT id FROM user_account ORDER BY created_at, id LIMIT 1')).map(({ id }: any) =>
        Buffer.from(`User:${id}`).toString('base64url'),
      )[0],
    );
    const forward: string[] = [];
    for (let after = ''; ;) {
      const page = (await users(`first: 2${after}`, admin.headers)).data!.users;
      forward.push(...page.edges.map(({ node }: any) => node.id));
      if (!page.pageInfo.hasNextPage) break;
      after = `, after: "${page.pageInfo.endCursor}"`;
    }
    expect(forward).toEqual(ids);
    const last = (await users(`last: 2, before: "${all.edges.at(-1).cursor}"`, admin.headers)).data!.users;
    expect(last.edges.map(({ node }: any) => node.id)).toEqual(ids.slice(-3, -1));
    expect(codesOf(await users('first: 1, after: "nonsense"', admin.headers))).toEqual(['BAD_USER_INPUT']);
  });

  test('finds one by email address, in any letters', async () => {
    const found = (await users(`email: "${sam.email.toUpperCase()}"`, admin.headers)).data!.users;
    expect(found.edges.map(({ node }: any) => node)).toEqual([
      {
        id: sam.id,
        email: sam.email,
        displayName: 'Somebody',
        roles: ['LEARNER'],
        createdAt: expect.any(String),
        disabledAt: null,
      },
    ]);
    expect(found.totalCount).toBe(1);
    expect((await users('email: "%"', admin.headers)).data!.users.totalCount).toBe(0);
  });

  test('costs the same statements for one and for many', async () => {
    const statements = async (first: number) =>
      (await app.dataSource.logger.during(() => users(`first: ${first}`, admin.headers))).statements.length;
    expect(await statements(5)).toBe(await statements(1));
  });
});
