import { modules } from '../../src/modules';
import { codesOf, type Person, registered } from '../setup/accounts';
import { Role } from '../../src/accounts/role';
import { columnsThatHold, leaveTraces, type MarkedPerson, registerMarked, vouchedMarked } from '../setup/marked-people';
import { learningMarks, publishLearning } from '../setup/marked-learning';
import { type OpenIdIssuer, startIssuer } from '../setup/openid-issuer';
import { declaredTables, keptColumns, personalColumns, undeclared } from '../setup/personal-columns';
import { startTestApp, type TestApp } from '../setup/test-app';

/*
 * Nobody forgets a table: what can refer to a person is found in the catalog of the database and must be declared by the
 * module of the table; and what marked people leave behind is looked for in every row of every table after the erasure.
 */

const declared = declaredTables(modules);
const kept = keptColumns(declared);

let provider: OpenIdIssuer;
let app: TestApp;
let admin: Person;
const people: MarkedPerson[] = [];
const exports: Record<string, any>[] = [];
beforeAll(async () => {
  provider = await startIssuer();
  app = await startTestApp('empty', { TRUSTED_PROXIES: '127.0.0.1', ...provider.settings });
  admin = await registered(app, Role.ADMIN);
  await publishLearning(app);
  for (const person of [await registerMarked(app), await vouchedMarked(app, provider)])
    people.push(await leaveTraces(app, person, admin));
  for (const { headers } of people)
    exports.push((await app.ask('mutation { exportMyData { data } }', {}, headers)).exportMyData.data);
}, 120_000);
afterAll(async () => {
  await app.stop();
  provider.stop();
});

const tracesOfAll = () => people.flatMap(({ traces }) => traces);
const tableOf = (column: string): string => column.slice(0, column.lastIndexOf('.'));

describe('what the modules declare', () => {
  test('covers every column that can refer to a person or tell of one', async () => {
    const columns = await personalColumns(app.dataSource);
    expect(columns.length).toBeGreaterThan(20);
    expect(undeclared(columns, declared)).toEqual([]);
  });

  test('would not pass over a new table: one with a foreign key, one behind that, one with a telling name', async () => {
    const before = await personalColumns(app.dataSource);
    await app.dataSource.query(
      `CREATE TABLE diary (writer uuid REFERENCES user_account, page int PRIMARY KEY);
       CREATE TABLE diary_photo (page int REFERENCES diary);
       CREATE TABLE vault.letter (email text, weight int);
       CREATE TABLE visit (opened_by uuid, at timestamptz)`,
    );
    try {
      expect(undeclared(await personalColumns(app.dataSource), declared)).toEqual([
        'diary.writer (foreign key to user_account)',
        'diary_photo.page (foreign key to diary)',
        'vault.letter.email (its name)',
        'visit.opened_by (its name)',
      ]);
    } finally {
      await app.dataSource.query('DROP TABLE diary_photo, diary, vault.letter, visit');
    }
    // Nor over a column of a declared table whose rows stay.
    const more = [...before, { table: 'edition', column: 'reviewer_id', because: 'its name' }];
    expect(undeclared(more, declared)).toEqual(['edition.reviewer_id (its name)']);
  });

  test('is about tables of the module itself, and about columns that there are', async () => {
    const rows: { name: string }[] = await app.dataSource.query(
      `SELECT CASE table_schema WHEN 'public' THEN '' ELSE table_schema || '.' END || table_name || '.' || column_name AS name
       FROM information_schema.columns`,
    );
    const existing = rows.map(({ name }) => name);
    for (const { entities, personalData } of modules) {
      const own = entities.map((entity) => app.dataSource.getMetadata(entity).tablePath);
      const tables = Object.entries(personalData?.tables ?? {});
      expect(tables.map(([table]) => table).filter((table) => !own.includes(table))).toEqual([]);
      const columns = tables.flatMap(([table, { columns: named = {} }]) =>
        Object.keys(named).map((column) => `${table}.${column}`),
      );
      expect(columns.filter((column) => !existing.includes(column))).toEqual([]);
    }
  });

  test('gives a reason for all that stays, and for what is not exported', () => {
    for (const [table, { exported, columns = {} }] of declared) {
      const reasons = Object.values(columns).flatMap((fate) => (fate === 'cleared' ? [] : [fate.kept]));
      if ('not' in exported) reasons.push(exported.not);
      for (const reason of reasons) expect([table, reason]).toEqual([table, expect.stringMatching(/^.{30,}\.$/)]);
    }
  });
});

describe('an export', () => {
  test('has a part for every table that it shows, with something of a marked person in it', () => {
    const parts = [...declared.values()].flatMap(({ exported }) => ('as' in exported ? [exported.as] : []));
    for (const part of parts) {
      const shown = exports.flatMap((data) => data[part] as object);
      expect([part, shown.length > 0]).toEqual([part, true]);
    }
  });

  test('has each part from one module', async () => {
    await app.dataSource.transaction(async (manager) => {
      const names: string[] = [];
      for (const { personalData } of modules)
        names.push(...Object.keys((await personalData?.export?.(manager, people[0]!.userId)) ?? {}));
      expect(names).toEqual([...new Set(names)]);
      expect(['version', 'exportedAt', ...names].toSorted()).toEqual(Object.keys(exports[0]!).toSorted());
    });
  });

  test('holds all that the person typed and sent, and nothing of another one', () => {
    people.forEach(({ mark, email, displayName, address, userAgent }, index) => {
      const text = JSON.stringify(exports[index]);
      const said = [email, `Token ${mark}`, `Message ${mark}`, `Release ${mark}`, `request-${mark}`, `key-${mark}`];
      said.push(...learningMarks(mark));
      for (const each of [...said, address, JSON.stringify(displayName)]) expect(text).toContain(each);
      if (index === 0) expect(text).toContain(userAgent);
      else expect(text).toContain(`subject-${mark}`);
      expect(text).not.toContain(people[1 - index]!.mark);
      expect(text).not.toContain(admin.email);
    });
  });

  test('holds no secret: no token, no hash of one or of a password, no key of ours', async () => {
    const secrets: { secret: string }[] = await app.dataSource.query(
      `SELECT password_hash AS secret FROM user_account WHERE password_hash IS NOT NULL
       UNION ALL SELECT encode(t.hash, form) FROM (SELECT token_hash AS hash FROM api_token UNION ALL SELECT token_hash
         FROM refresh_token UNION ALL SELECT token_hash FROM preview_token UNION ALL SELECT token_hash FROM learner
         WHERE token_hash IS NOT NULL) t, (VALUES ('hex'), ('base64')) f(form)
       UNION ALL SELECT private_jwk ->> 'd' FROM vault.signing_key`,
    );
    const tokens = people.flatMap((person) => Object.values(person.tokens));
    const text = JSON.stringify(exports);
    const all = [...secrets.map(({ secret }) => secret), ...tokens];
    expect(all.length).toBeGreaterThan(15);
    expect(all.filter((secret) => text.includes(secret))).toEqual([]);
    expect(text).not.toMatch(/argon2|passwordHash|tokenHash|"type":"Buffer"/);
  });
});

describe('an erasure', () => {
  let before: string[];
  test('finds something of the marked people in every table that is declared', async () => {
    before = await columnsThatHold(app.dataSource, tracesOfAll());
    const reached = new Set(before.map(tableOf));
    // What an erasure itself makes is not there yet.
    expect([...declared.keys()].filter((table) => !reached.has(table))).toEqual(['erased_identity']);
    expect(before).toEqual(
      expect.arrayContaining([
        'audit_entry.address',
        'audit_entry.request_id',
        'session.user_agent',
        'user_account.email',
        'vault.idempotency_claim.answer',
        'vault.idempotency_claim.caller',
      ]),
    );
  });

  test('leaves nothing in any row of any table, but in the columns that are declared to be kept', async () => {
    for (const { headers, proof } of people) {
      const mutation = 'mutation ($input: EraseMyDataInput!) { eraseMyData(input: $input) { erasedAt } }';
      expect(codesOf(await app.send(mutation, { input: proof }, headers))).toEqual([]);
    }
    const after = await columnsThatHold(app.dataSource, tracesOfAll());
    expect(after).toEqual(kept);
    // And what they keep are ids, hashes and content: nothing that says who somebody is, or where.
    const telling = people.flatMap(({ mark, email, address, userAgent }) => [
      email,
      address,
      userAgent,
      `Token ${mark}`,
    ]);
    expect(await columnsThatHold(app.dataSource, telling)).toEqual([]);
    const counts: { key: string }[] = await app.dataSource.query('SELECT key FROM rate_limit');
    expect(counts.filter(({ key }) => !/^(sign-in-address|new-learner|new-account):/.test(key))).toEqual([]);
  });

  test('leaves the accounts of others as they are', async () => {
    const { viewer } = await app.ask('{ viewer { email displayName } }', {}, admin.headers);
    expect(viewer).toEqual({ email: admin.email, displayName: 'Somebody' });
  });
});
