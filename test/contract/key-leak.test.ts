import { type GraphQLObjectType } from 'graphql';
import { contentFieldsOf } from '../../src/content/publishing/content-fields';
import { allKinds } from '../../src/content/publishing/content-kinds';
import { makeSchema } from '../../src/kernel/graphql/schema';
import { modules } from '../../src/modules';
import { publishDrafts } from '../setup/content-store';
import { GraphWalk } from '../setup/graph-walk';
import { MarkedContent } from '../setup/marked-content';
import { startTestApp, type TestApp } from '../setup/test-app';
import { unlimited } from '../setup/test-config';
import {
  anonymously,
  type Answers,
  answersOf,
  differences,
  excerpts,
  inPerspective,
  saidIn,
  withoutTimes,
} from '../setup/walk-answers';
import { slugsByKind, starterContent, walkTargets } from '../setup/walk-targets';
import { publicRoots } from './access-matrix';

/*
 * No key is reachable: two databases differ in nothing but the secret fields of published documents, and everything that
 * the schema can answer is read from both as an anonymous caller.
 */

const kindsWithSecrets = allKinds().filter((kind) => contentFieldsOf(kind.content).some((field) => field.secret));
const keys = [
  { mark: 'KEYMARK', entries: 3, number: 999_999_937 },
  { mark: 'KEYTWIN', entries: 2, number: 700_000_001 },
] as const;

const schema = makeSchema(modules);
const apps: TestApp[] = [];
const answers: Answers[] = [];
const statements: string[] = [];
let walk: GraphWalk;

beforeAll(async () => {
  const files = await starterContent();
  const documents = slugsByKind(files);
  walk = new GraphWalk(schema, walkTargets(documents, [keys[0].mark, 'e']), publicRoots);
  const secretive = files.filter((file) => kindsWithSecrets.includes(file.kind));
  for (const key of keys) {
    const app = await startTestApp('content', unlimited);
    apps.push(app);
    const marked = new MarkedContent({ ...key, documents });
    const drafts = secretive.map(({ kind, slug, content }) => ({
      kind,
      slug,
      content: { ...content, ...marked.secrets(kind, slug) },
    }));
    await publishDrafts(app.dataSource, drafts);
    const walked = await app.dataSource.logger.during(() => answersOf(walk.operations, anonymously(app)));
    answers.push(walked.result);
    statements.push(...walked.statements.map(({ text }) => text));
  }
}, 120_000);
afterAll(() => Promise.all(apps.map((app) => app.stop())));

test('both databases hold keys of their own for every published document that can have one', async () => {
  expect(kindsWithSecrets).not.toHaveLength(0);
  for (const [index, app] of apps.entries()) {
    const rows = (await app.dataSource.query(
      `SELECT d.slug, k.content::text AS key FROM document d LEFT JOIN vault.answer_key k ON k.edition_id = d.published_edition_id
       WHERE d.kind = ANY($1::text[])`,
      [kindsWithSecrets.map(({ kind }) => kind)],
    )) as { slug: string; key: string | null }[];
    expect(rows.length).toBeGreaterThan(10);
    const { mark, number } = keys[index]!;
    const without = rows.filter(({ key }) => !key?.includes(mark) || !key.includes(String(number)));
    expect(without).toEqual([]);
  }
});

test('no answer holds a text or a number of a key', () => {
  answers.forEach((each, index) => {
    const { mark, number } = keys[index]!;
    expect(excerpts(saidIn(each), new RegExp(`${mark}|${number}`))).toEqual([]);
  });
});

test('the answers of both databases are the same to the byte', () => {
  const [first, second] = answers.map(withoutTimes);
  expect(differences(first!, second!)).toEqual([]);
});

test('no statement of the walk touches the vault', () => {
  expect(statements.length).toBeGreaterThan(100);
  expect(statements.filter((text) => /vault|answer_key|affinity/.test(text))).toEqual([]);
});

test('one field that shows the key, or only how long it is, is found by the same walk', async () => {
  const operations = walk.operations.filter(({ name }) => name.startsWith('questions in full'));
  const leaking = async (app: TestApp, show: (key: string) => unknown) => {
    const leaky = makeSchema(modules);
    (leaky.getType('Question') as GraphQLObjectType).getFields().unit!.resolve = async ({
      editionId,
    }: {
      editionId: string;
    }) => {
      const [row] = await app.dataSource.query('SELECT content FROM vault.answer_key WHERE edition_id = $1', [
        editionId,
      ]);
      return show(JSON.stringify(row.content));
    };
    return answersOf(operations, inPerspective(leaky, app.dataSource, { kind: 'published' }));
  };
  expect(excerpts(saidIn(await leaking(apps[0]!, (key) => key)), new RegExp(keys[0].mark))).not.toEqual([]);
  const [first, second] = [await leaking(apps[0]!, (key) => key.length), await leaking(apps[1]!, (key) => key.length)];
  expect(differences(withoutTimes(first), withoutTimes(second))).not.toEqual([]);
});
