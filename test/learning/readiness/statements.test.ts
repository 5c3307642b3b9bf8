import { documentIdFor } from '../../../src/content/publishing/document-id';
import { careerDraft } from '../../factories/career';
import { projectDraft } from '../../factories/project';
import { skillDraft } from '../../factories/skill';
import { publishDrafts } from '../../setup/content-store';
import { copyAttempt, Learner } from '../../setup/learners';
import { ask, examOf, ladder, take } from '../../setup/readiness';
import { startTestApp, type TestApp } from '../../setup/test-app';
import { unlimited } from '../../setup/test-config';

/*
 * What a learner's page costs does not depend on how many careers it shows, nor on how much the learner did.
 */

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('empty', unlimited);
  const skills = Array.from({ length: 20 }, (_, index) => `skill-${index}`);
  await publishDrafts(app.dataSource, [
    ...ladder(),
    ...skills.map((slug) => skillDraft(slug, { topics: [{ id: 'a', name: 'A' }] })),
    projectDraft('project', ['skill-0']),
    ...examOf('exam', 'skill-0', 10),
    ...Array.from({ length: 100 }, (_, index) =>
      careerDraft(`career-${index}`, [skills[index % 20]!, skills[(index + 7) % 20]!], { projects: ['project'] }),
    ),
  ]);
});
afterAll(() => app.stop());

const pageOf = (careers: number): string =>
  Array.from(
    { length: careers },
    (_, index) => `
      progress${index}: careerProgress(career: "career-${index}") {
        percent projects { state criteriaMet } skills { skill { slug } mastery evidence(first: 2) { edges { node { outcome from { __typename } } } } } }
      gap${index}: gap(career: "career-${index}", level: "mid") { level { slug } readiness missing { skill { slug } reasons { text } } }
      next${index}: nextSkills(career: "career-${index}") { skill { slug } reasons { text } }`,
  ).join('\n');

async function statementsOf(learner: Learner, selection: string): Promise<number> {
  return (await app.dataSource.logger.during(() => ask(learner, selection))).statements.length;
}

test('the statements are the same for 1 career and for 100', async () => {
  const learner = await Learner.signedIn(app);
  await take(learner, 'exam', 10);
  await ask(learner, pageOf(1));
  const one = await statementsOf(learner, pageOf(1));
  // A request may not bring everything of a hundred careers at once.
  const shown = (selection: string) => selection.replace(/evidence\(first: 2\) \{.*?\} \} \} \}/g, 'evidenceCount');
  expect(await statementsOf(learner, shown(pageOf(100)))).toBe(await statementsOf(learner, shown(pageOf(1))));
  expect(await statementsOf(learner, pageOf(8))).toBe(one);
  expect(one).toBeLessThanOrEqual(14);
});

test('the statements are the same for 10 pieces of evidence and for 1,000', async () => {
  const [few, many] = [await Learner.signedIn(app), await Learner.signedIn(app)];
  for (const learner of [few, many]) await take(learner, 'exam', 10);
  await copyAttempt(app, await take(many, 'exam', 10), 90);
  await app.dataSource.query(
    `INSERT INTO progress (learner_id, document_id, item_id, state, updated_at)
     SELECT $1, $2, 'topic-' || n, 'DONE', now() FROM generate_series(1, 1000) AS n`,
    [many.userId, documentIdFor('SKILL', 'skill-0')],
  );
  const selection = `skills(first: 20) { totalCount edges { node {
    evidenceCount levels { level { slug } mastery } evidence(first: 100) { totalCount edges { node { shownFor { slug } from { __typename } } } } } } }`;
  const { skills } = await ask(many, selection);
  expect(skills.edges[0].node).toMatchObject({ evidenceCount: 1010, evidence: { totalCount: 1001 } });
  // What is shown of each, the latest, is all from one table: attempts here, progress there.
  expect(await statementsOf(many, selection)).toBe(await statementsOf(few, selection));
  expect(await statementsOf(many, pageOf(2))).toBe(await statementsOf(few, pageOf(2)));
});

test('the skills of all learners are read once for a publication, and again after the next one', async () => {
  const [one, other] = [await Learner.signedIn(app), await Learner.signedIn(app)];
  const selection = 'skills { totalCount }';
  await ask(one, selection);
  const known = await statementsOf(other, selection);
  await publishDrafts(app.dataSource, [skillDraft('one-more')]);
  expect(await statementsOf(one, selection)).toBe(known + 2);
  expect(await statementsOf(other, selection)).toBe(known);
});
