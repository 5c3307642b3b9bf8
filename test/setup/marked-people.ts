import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { bearing, PASSWORD, SIGN_IN } from './accounts';
import { skillContent } from './editors-desk';
import type { OpenIdIssuer } from './openid-issuer';
import type { TestApp } from './test-app';

/** Somebody who can be recognised in every row: all that they typed and sent holds a mark. */
export interface MarkedPerson {
  readonly mark: string;
  readonly id: string;
  readonly userId: string;
  readonly email: string;
  readonly displayName: string;
  readonly address: string;
  readonly userAgent: string;
  /** The headers of their signed-in requests. */
  readonly headers: Record<string, string>;
  /** What proves that they want their account erased. */
  readonly proof: object;
  /** Every token that they hold, with what it is. */
  readonly tokens: Record<string, string>;
  /** What a row can hold of them: the mark, the address, their ids, and hashes of these. */
  readonly traces: readonly string[];
}

const CREATE_API_TOKEN = 'mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { token } }';
const SAVE = `mutation ($input: SaveSkillInput!) {
  saveSkill(input: $input) { document { id version latestEdition { author { displayName } } } }
}`;
const input = (name: string, selection: string): string =>
  `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${selection} } }`;
const sha256 = (text: string) => createHash('sha256').update(text).digest();

/** What somebody is marked by before there is an account. */
function newMark() {
  const mark = `mark${randomBytes(8).toString('hex')}`;
  const address = `203.0.113.${1 + (randomBytes(1)[0]! % 250)}`;
  const userAgent = `Agent/${mark}`;
  return {
    mark,
    address,
    userAgent,
    email: `${mark}@marked.example`,
    displayName: `Somebody "${mark}" Ünïque`,
    from: { 'x-forwarded-for': address, 'user-agent': userAgent },
  };
}

/** Registers a marked person, who then signs in on a second device, and fails to on a third. */
export async function registerMarked(app: TestApp): Promise<MarkedPerson> {
  const { from, ...person } = newMark();
  const { email, displayName } = person;
  const { register } = await app.ask(
    input('register', 'accessToken refreshToken viewer { id }'),
    { input: { email, displayName, password: PASSWORD } },
    from,
  );
  const again = (await app.ask(SIGN_IN, { input: { email, password: PASSWORD } }, from)).signIn;
  await app.send(SIGN_IN, { input: { email, password: 'not the right one' } }, from);
  const third = (await app.ask(SIGN_IN, { input: { email, password: PASSWORD } }, from)).signIn;
  // Without the header Authorization, so that the key is one of the address.
  await app.ask(
    input('signOut', 'endedSessions'),
    { input: { refreshToken: third.refreshToken } },
    { ...from, 'idempotency-key': randomUUID() },
  );
  await app.send(SIGN_IN, { input: { email, password: 'not the right one' } }, from);
  const tokens = {
    'access token': register.accessToken,
    'refresh token': register.refreshToken,
    'other access token': again.accessToken,
  };
  return whole(person, register.viewer.id, bearing(register.accessToken), { password: PASSWORD }, tokens, []);
}

/** A marked person whom the OpenID provider vouches for. */
export async function vouchedMarked(app: TestApp, provider: OpenIdIssuer): Promise<MarkedPerson> {
  const { from, ...person } = newMark();
  const subject = `subject-${person.mark}`;
  const claims = { sub: subject, name: person.displayName, email: person.email, email_verified: true };
  const token = await provider.tokenOf(claims);
  const { viewer } = await app.ask('{ viewer { id } }', {}, { ...from, ...bearing(token) });
  const identity = sha256(JSON.stringify([provider.issuer, subject])).toString('hex');
  const proof = { confirmation: 'Erase my account' };
  return whole(person, viewer.id, bearing(token), proof, { 'token of the provider': token }, [identity]);
}

function whole(
  person: Omit<ReturnType<typeof newMark>, 'from'>,
  id: string,
  authorization: Record<string, string>,
  proof: object,
  tokens: Record<string, string>,
  more: readonly string[],
): MarkedPerson {
  const userId = Buffer.from(id, 'base64url').toString().slice('User:'.length);
  const { mark, address, userAgent, email } = person;
  const hashes = [email, userId, address].flatMap((text) => [
    sha256(text).toString('hex'),
    sha256(text).toString('base64url'),
  ]);
  const headers = {
    ...authorization,
    'x-forwarded-for': address,
    'user-agent': userAgent,
    'x-request-id': `request-${mark}`,
  };
  return { ...person, id, userId, headers, proof, tokens, traces: [mark, address, userId, id, ...hashes, ...more] };
}

/** Lets a marked person do everything that leaves something in a table. Resolves to the person with the tokens of it. */
export async function leaveTraces(
  app: TestApp,
  person: MarkedPerson,
  admin: { readonly id: string; readonly headers: Record<string, string> },
): Promise<MarkedPerson> {
  const { mark, headers } = person;
  const keyed = (by: Record<string, string>, key: string) => ({ ...by, 'idempotency-key': key });
  const grant = input('grantRole', 'user { email displayName }');
  for (const role of ['EDITOR', 'PUBLISHER', 'ADMIN'])
    await app.ask(grant, { input: { userId: person.id, role } }, keyed(admin.headers, randomUUID()));
  await app.ask(grant, { input: { userId: admin.id, role: 'REVIEWER' } }, headers);

  const expiresAt = new Date(Date.now() + 3_600_000);
  const { createApiToken } = await app.ask(
    CREATE_API_TOKEN,
    { input: { name: `Token ${mark}`, roles: ['EDITOR'], expiresAt } },
    headers,
  );
  const skill = () => {
    const slug = `a-skill-${randomBytes(6).toString('hex')}`;
    return { input: { slug, content: skillContent(slug), message: `Message ${mark}` } };
  };
  const byToken = { ...headers, ...bearing(createApiToken.token) };
  await app.ask(SAVE, skill(), keyed(byToken, `key-${mark}-1`));
  const { saveSkill } = await app.ask(SAVE, skill(), keyed(headers, `key-${mark}-2`));
  const documentIds = [saveSkill.document.id];
  await app.ask(
    input('publish', 'publication { number }'),
    { input: { documentIds, message: `Message ${mark}` } },
    headers,
  );

  const { createRelease } = await app.ask(
    input('createRelease', 'release { id }'),
    { input: { title: `Release ${mark}` } },
    headers,
  );
  const releaseId = createRelease.release.id as string;
  await app.ask(input('addToRelease', 'release { id }'), { input: { releaseId, documentIds } }, headers);
  const publishAt = new Date(Date.now() + 86_400_000);
  await app.ask(input('scheduleRelease', 'release { id }'), { input: { releaseId, publishAt } }, headers);
  const preview = { input: { perspective: 'draft', expiresInMinutes: 10 } };
  const { createPreviewToken } = await app.ask(input('createPreviewToken', 'token'), preview, headers);
  // A failed attempt, which is counted.
  await app.send(input('eraseMyData', 'erasedAt'), { input: { password: 'wrong', confirmation: 'no' } }, headers);
  const tokens = {
    ...person.tokens,
    'API token': createApiToken.token,
    'preview token': createPreviewToken.token,
  };
  return { ...person, tokens };
}

/** The columns of all tables, the job queue's too, whose values hold one of these texts: as `table.column`, sorted. */
export async function columnsThatHold(store: DataSource, traces: readonly string[]): Promise<string[]> {
  const tables: { name: string; path: string }[] = await store.query(
    `SELECT CASE nspname WHEN 'public' THEN relname ELSE nspname || '.' || relname END AS name,
       format('%I.%I', nspname, relname) AS path
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE relkind IN ('r', 'p') AND nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY 1`,
  );
  const found = new Set<string>();
  for (const { name, path } of tables) {
    const rows: { row: Record<string, unknown> }[] = await store.query(`SELECT to_jsonb(t) AS row FROM ${path} t`);
    for (const { row } of rows) {
      for (const [column, value] of Object.entries(row)) {
        const text = JSON.stringify(value).toLowerCase();
        if (traces.some((trace) => text.includes(trace.toLowerCase()))) found.add(`${name}.${column}`);
      }
    }
  }
  return [...found].toSorted();
}
