import { careerKind } from '../../../src/content/career/career.kind';
import { skillKind } from '../../../src/content/skill/skill.kind';
import { careerDraft } from '../../factories/career';
import { skillDraft } from '../../factories/skill';
import { publishDrafts, saveDrafts } from '../../setup/content-store';
import { type Desk, openDesk } from '../../setup/editors-desk';
import { Learner } from '../../setup/learners';
import { historyOf, itemOf, progressOf, progressPage, record, type Shown, tryRecord } from '../../setup/progress';
import { startTestApp, type TestApp } from '../../setup/test-app';

/*
 * Nothing that editors do to content takes away what learners did.
 */

let app: TestApp;
let desk: Desk;
beforeAll(async () => {
  app = await startTestApp('empty');
  desk = await openDesk(app);
  await publishDrafts(app.dataSource, [skillDraft('used')]);
});
afterAll(() => app.stop());

interface Step {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}
const [first, second]: Step[] = [
  { id: 'first', title: 'First', text: 'One.' },
  { id: 'second', title: 'Second', text: 'Two.' },
];
const career = (slug: string, learningPath: Step[]) => careerDraft(slug, ['used'], { learningPath });
const step = (slug: string, id: string) => itemOf(careerKind, slug, id);
const brief = (rows: readonly Shown[]) =>
  rows.map(({ label, state, removed }) => `${label} ${state}${removed ? ' removed' : ''}`);
const publish = (slug: string, learningPath: Step[]) => publishDrafts(app.dataSource, [career(slug, learningPath)]);

/** Somebody who has done the first step of a new career and begun the second. */
async function onTheWay(slug: string): Promise<{ learner: Learner; id: string }> {
  await publish(slug, [first!, second!]);
  const learner = await Learner.signedIn(app);
  await record(learner, step(slug, 'first'), 'DONE');
  await record(learner, step(slug, 'second'), 'IN_PROGRESS');
  const { career: node } = await app.ask('query ($slug: String!) { career(slug: $slug) { id } }', { slug });
  return { learner, id: node.id };
}

test('items that are renamed and put in another order stay what they are, with the new text once it is public', async () => {
  const { learner } = await onTheWay('renamed');
  const edited = [{ ...second!, title: 'Anew' }, first!];
  await saveDrafts(app.dataSource, [career('renamed', edited)]);
  expect(brief(await progressOf(learner))).toEqual(['Second IN_PROGRESS', 'First DONE']);
  await publish('renamed', edited);
  expect(brief(await progressOf(learner))).toEqual(['Anew IN_PROGRESS', 'First DONE']);
});

test('an item that is deleted stays with its last text, is still recorded by who loaded it before, and comes back with its state', async () => {
  const { learner } = await onTheWay('deleting');
  await publish('deleting', [{ ...first!, title: 'First of all' }, second!]);
  await publish('deleting', [second!]);
  expect(brief(await progressOf(learner))).toEqual(['Second IN_PROGRESS', 'First of all DONE removed']);
  const late = new Learner(app);
  expect(await record(late, step('deleting', 'first'), 'DONE')).toMatchObject({ state: 'DONE' });
  expect(brief(await progressOf(late))).toEqual(['First of all DONE removed']);
  // A draft that has it again is not public.
  const back = [{ ...first!, title: 'First again' }, second!];
  await saveDrafts(app.dataSource, [career('deleting', back)]);
  expect(brief(await progressOf(late))).toEqual(['First of all DONE removed']);
  await publish('deleting', back);
  for (const each of [learner, late]) expect(brief(await progressOf(each))).toContain('First again DONE');
  expect(await historyOf(learner, step('deleting', 'first'))).toEqual(['DONE']);
});

test('a career that is archived keeps its progress under the slug and with the dates that it had, and counts again when it is back', async () => {
  const { learner, id } = await onTheWay('archived');
  const selection = 'label removed state document { id slug publishedAt updatedAt ... on Career { title } }';
  const before = (await progressPage(learner, 'first: 10', selection)).edges;
  await desk.unpublish([id]);
  const version = async () =>
    (await app.ask('{ documents(first: 100) { edges { node { slug id version } } } }', {}, desk.editor)).documents.edges
      .map(({ node }: { node: { id: string; version: number } }) => node)
      .find((node: { id: string }) => node.id === id).version as number;
  const input = async () => ({ documentId: id, expectedVersion: await version() });
  await desk.to('renameSlug', { ...(await input()), slug: 'secret-plan' }, 'document { version }');
  await desk.to('archiveDocument', await input(), 'document { version }');
  const gone = (await progressPage(learner, 'first: 10', selection)).edges;
  expect(gone).toEqual(before.map((edge) => ({ ...edge, node: { ...edge.node, removed: true } })));
  expect(JSON.stringify(gone)).not.toContain('secret-plan');
  // A device that was offline meanwhile is heard.
  expect(await record(learner, step('archived', 'second'), 'DONE')).toMatchObject({ removed: true, state: 'DONE' });
  await desk.to('restoreDocument', await input(), 'document { version }');
  await desk.publish([id]);
  expect(await progressOf(learner)).toMatchObject([
    { label: 'Second', state: 'DONE', removed: false, document: { slug: 'secret-plan' } },
    { label: 'First', state: 'DONE', removed: false, document: { slug: 'secret-plan' } },
  ]);
});

test('a document that was never public takes no progress, also once it is archived', async () => {
  const [saved] = await saveDrafts(app.dataSource, [skillDraft('never', { topics: [{ id: 'a', name: 'A' }] })]);
  const answer = await tryRecord(new Learner(app), itemOf(skillKind, 'never', 'a'), 'DONE');
  expect(answer.errors![0]!.extensions.code).toBe('BAD_USER_INPUT');
  await app.dataSource.query('UPDATE document SET archived_at = now() WHERE id = $1', [saved!.documentId]);
  expect((await tryRecord(new Learner(app), itemOf(skillKind, 'never', 'a'), 'DONE')).errors).toHaveLength(1);
});
