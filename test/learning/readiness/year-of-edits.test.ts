import { Role } from '../../../src/accounts/role';
import { CriterionKind } from '../../../src/content/project/criterion-kind';
import { careerKind } from '../../../src/content/career/career.kind';
import { documentIdFor } from '../../../src/content/publishing/document-id';
import { projectKind } from '../../../src/content/project/project.kind';
import type { Draft } from '../../../src/content/publishing/resolve-references';
import { skillKind } from '../../../src/content/skill/skill.kind';
import { toGlobalId } from '../../../src/kernel/graphql/global-id';
import { careerDraft } from '../../factories/career';
import { projectDraft } from '../../factories/project';
import { skillDraft } from '../../factories/skill';
import { registered } from '../../setup/accounts';
import { publishDrafts, saveDrafts } from '../../setup/content-store';
import { type Desk, openDesk } from '../../setup/editors-desk';
import { dataOf, Learner } from '../../setup/learners';
import { itemOf, progressOf, record } from '../../setup/progress';
import { ask, examOf, ladder, masteries, progressIn, take } from '../../setup/readiness';
import { REVIEW_SUBMISSION, SUBMIT_PROJECT } from '../../setup/submission-operations';
import { startTestApp, type TestApp } from '../../setup/test-app';

/*
 * A year of editing over learners who are on their way: nothing that they did is lost, totals follow what is public, and the
 * plan said of each edit beforehand what it would do to them.
 */

let app: TestApp;
let desk: Desk;
/** Who handed a project in; who passed it; who has no account. */
let [sam, kim, nobody]: Learner[] = [];

const step = (id: string, title = id) => ({ id, title, text: `Learn ${id}.` });
const topics = (...ids: string[]) => ids.map((id) => ({ id, name: id }));
const criteria = (...ids: string[]) => ids.map((id) => ({ id, kind: CriterionKind.ACCEPTANCE, text: `It ${id}.` }));
const stepId = (id: string) => itemOf(careerKind, 'backend', id);
const topicId = (skill: string, id: string) => itemOf(skillKind, skill, id);
const criterionId = (id: string) => itemOf(projectKind, 'tool', id);
const globalId = (type: string, slug: string) => toGlobalId(type, documentIdFor(type.toUpperCase(), slug));

const career = (skills: string[], learningPath = [step('one'), step('two'), step('three')], more: object = {}) =>
  careerDraft('backend', skills, { projects: ['tool'], learningPath, ...more });
const tool = (skills: string[], ...ids: string[]) => projectDraft('tool', skills, { criteria: criteria(...ids) });

async function handIn(learner: Learner, ...ids: string[]): Promise<string> {
  const evidence = ids.map((id) => ({ criterionId: criterionId(id), text: 'See the readme.' }));
  const input = { project: 'tool', repositoryUrl: 'https://example.org/tool', evidence };
  return (await app.ask(SUBMIT_PROJECT, { input }, learner.headers)).submitProject.submission.id;
}

beforeAll(async () => {
  app = await startTestApp('empty');
  desk = await openDesk(app);
  await publishDrafts(app.dataSource, [
    ...ladder(),
    skillDraft('sql', { topics: topics('select', 'joins') }),
    skillDraft('web', { topics: topics('html', 'http') }),
    skillDraft('git', { topics: topics('commits') }),
    skillDraft('svn', { topics: topics('commits', 'locks') }),
    ...['sql', 'web', 'git', 'svn'].flatMap((skill) => examOf(`${skill}-exam`, skill, 2)),
    tool(['sql', 'web'], 'runs', 'persists'),
    career(['sql', 'web', 'git', 'svn']),
    careerDraft('other', ['sql', 'web']),
  ]);
  [sam, kim, nobody] = [await Learner.signedIn(app), await Learner.signedIn(app), new Learner(app)];
  const reviewer = await registered(app, Role.REVIEWER);
  for (const learner of [sam, kim, nobody]) {
    for (const skill of ['sql', 'web', 'git', 'svn']) await take(learner, `${skill}-exam`, 2);
    for (const id of ['one', 'two']) await record(learner, stepId(id), 'DONE');
    await record(learner, topicId('sql', 'select'), 'DONE');
    await record(learner, topicId('web', 'http'), 'DONE');
    await record(learner, topicId('svn', 'commits'), 'DONE');
    await record(learner, criterionId('runs'), 'DONE');
  }
  for (const [learner, met] of [
    [sam, false],
    [kim, true],
  ] as const) {
    const submissionId = await handIn(learner, 'runs', 'persists');
    const verdicts = [
      { criterionId: criterionId('runs'), met: true },
      { criterionId: criterionId('persists'), met, comment: 'Look at the restart.' },
    ];
    await app.ask(REVIEW_SUBMISSION, { input: { submissionId, verdicts } }, reviewer.headers);
  }
});
afterAll(() => app.stop());

const PLAN = `query ($ids: [ID!]!, $gone: [ID!]) { publishPlan(documentIds: $ids, unpublishDocumentIds: $gone) {
  publishable problems { code message document { slug } }
  affected { attemptsInProgress learnersWithProgress openSubmissions items { document { slug } label learners } lineage { from { slug } to { slug } learners } } } }`;

/** Saves an edit, asks what it would do, and does it; resolves to what the plan said. */
async function edit(drafts: Draft[], gone: [string, string][] = []) {
  await saveDrafts(app.dataSource, drafts);
  const ids = drafts.map(({ kind, slug }) => globalId(kind.node.name, slug));
  const goneIds = gone.map(([type, slug]) => globalId(type, slug));
  const { publishPlan } = await app.ask(PLAN, { ids, gone: goneIds }, desk.editor);
  expect(publishPlan.publishable).toBe(true);
  if (ids.length > 0) await desk.publish(ids);
  if (goneIds.length > 0) await desk.unpublish(goneIds);
  const { items, lineage, ...counts } = publishPlan.affected;
  return {
    warnings: publishPlan.problems.map(({ code, document }: any) => `${document.slug} ${code}`),
    items: items.map(({ document, label, learners }: any) => `${document.slug} ${label} ${learners}`),
    lineage: lineage.map(({ from, to, learners }: any) => `${from.slug} ${to.slug} ${learners}`),
    ...counts,
  };
}

/** Everything that the learners did, as they find it: whatever is edited, it stays. */
async function allThatWasDone(): Promise<object[]> {
  const attempts =
    'attempts(first: 10) { totalCount edges { node { id state result { percent points sections { skill { slug } percent } } review { itemId correct } } } }';
  const submissions =
    'submissions { edges { node { id state round criteriaMet verdicts { criterion { text } met comment } } } }';
  return Promise.all(
    [sam!, kim!, nobody!].map(async (learner) => ({
      progress: (await progressOf(learner)).map(({ itemId, state }) => [itemId, state]),
      ...(await ask(learner, `${attempts} ${learner.userId ? submissions : ''}`)),
    })),
  );
}

const nothing = {
  warnings: [],
  items: [],
  lineage: [],
  attemptsInProgress: 0,
  learnersWithProgress: 0,
  openSubmissions: 0,
};
const summary = async (learner: Learner, slug = 'backend') => {
  const { percent, steps, skills, projects } = await progressIn(learner, slug);
  return {
    percent,
    steps: steps.map((each: any) => `${each.step.title} ${each.state}`),
    skills: skills.map((each: any) => `${each.skill.slug} ${each.topicsDone}/${each.topicsTotal}`),
    projects: projects.map((each: any) => `${each.state} ${each.criteriaMet}/${each.criteriaTotal}`),
  };
};

test('a year of edits takes nothing from learners, and each was announced', async () => {
  const done = await allThatWasDone();
  const [before, mastered] = [await summary(sam!), await masteries(sam!)];
  // Two of three steps, half of sql and of web, half of svn; of the project one criterion by review, nothing for the other.
  expect(before).toEqual({
    percent: expect.closeTo((100 * (2 + 0.5 + 0.5 + 0 + 0.5 + 1)) / 9, 1),
    steps: ['one DONE', 'two DONE', 'three NOT_STARTED'],
    skills: ['sql 1/2', 'web 1/2', 'git 0/1', 'svn 1/2'],
    projects: ['CHANGES_REQUESTED 1/2'],
  });
  const unchanged = async () => expect(await allThatWasDone()).toEqual(done);

  // January: texts are renamed and put in another order.
  expect(
    await edit([career(['svn', 'git', 'web', 'sql'], [step('three'), step('one', 'Begin'), step('two')])]),
  ).toEqual(nothing);
  await unchanged();
  expect(await summary(sam!)).toEqual({
    ...before,
    steps: ['three NOT_STARTED', 'Begin DONE', 'two DONE'],
    skills: before.skills.toReversed(),
  });

  // March: a step is deleted. It leaves the totals.
  expect(await edit([career(['sql', 'web', 'git', 'svn'], [step('one'), step('three')])])).toEqual({
    ...nothing,
    learnersWithProgress: 3,
    items: ['backend two 3'],
  });
  await unchanged();
  expect(await summary(sam!)).toMatchObject({
    percent: expect.closeTo((100 * 3.5) / 8, 1),
    steps: ['one DONE', 'three NOT_STARTED'],
  });

  // May: git takes the place of svn, which leaves the career and then the graph.
  const merged = [
    skillDraft('git', { topics: topics('commits'), replaces: ['svn'] }),
    career(['sql', 'web', 'git'], [step('one'), step('three')]),
  ];
  expect(await edit(merged)).toEqual({ ...nothing, lineage: ['svn git 3'] });
  await unchanged();
  expect((await summary(sam!)).skills).toEqual(['sql 1/2', 'web 1/2', 'git 1/1']);
  // Four answers and the tick.
  expect((await masteries(sam!)).git).toBeCloseTo(4.2 / 6.2, 4);

  // July: web is split in two, in both careers; one half is nobody's topic yet.
  const split = [
    skillDraft('markup', { topics: topics('html'), replaces: ['web'] }),
    skillDraft('protocols', { topics: topics('http'), replaces: ['web'] }),
    career(['sql', 'markup', 'protocols', 'git'], [step('one'), step('three')]),
    careerDraft('other', ['sql', 'markup', 'protocols']),
  ];
  expect(await edit(split)).toEqual({ ...nothing, lineage: ['web markup 3', 'web protocols 3'] });
  await unchanged();
  for (const slug of ['backend', 'other'])
    expect((await summary(nobody!, slug)).skills.slice(0, 3)).toEqual(['sql 1/2', 'markup 0/1', 'protocols 1/1']);
  expect(await masteries(sam!)).toMatchObject({
    markup: expect.closeTo(mastered.web!, 4),
    protocols: expect.closeTo(mastered.web!, 4),
  });

  // September: the project gets other criteria. Who passed has passed; who had not yet is asked for the new ones.
  expect(await edit([tool(['sql', 'protocols'], 'runs', 'scales', 'recovers')])).toEqual({
    ...nothing,
    openSubmissions: 1,
    learnersWithProgress: 1,
    items: ['tool It persists. 1'],
  });
  await unchanged();
  expect((await summary(sam!)).projects).toEqual(['CHANGES_REQUESTED 1/3']);
  expect((await summary(kim!)).projects).toEqual(['PASSED 2/2']);
  expect((await summary(nobody!)).projects).toEqual(['null 0/3']);
  expect((await masteries(kim!)).sql).toBeGreaterThan((await masteries(sam!)).sql!);

  // November: the career is archived, and comes back as it was.
  const here = await summary(sam!);
  expect(await edit([], [['Career', 'backend']])).toEqual({
    ...nothing,
    learnersWithProgress: 3,
    items: ['backend one 3'],
  });
  const version = async () => {
    const { documents } = await app.ask(
      '{ documents(first: 100, filter: { kinds: [CAREER] }) { edges { node { slug version } } } }',
      {},
      desk.editor,
    );
    return documents.edges.find(({ node }: any) => node.slug === 'backend').node.version as number;
  };
  const input = async () => ({ documentId: globalId('Career', 'backend'), expectedVersion: await version() });
  await desk.to('archiveDocument', await input(), 'document { version }');
  await unchanged();
  expect(await progressIn(sam!, 'backend')).toBeNull();
  expect((await summary(sam!, 'other')).skills).toEqual(['sql 1/2', 'markup 0/1', 'protocols 1/1']);
  await desk.to('restoreDocument', await input(), 'document { version }');
  await desk.publish([globalId('Career', 'backend')]);
  await unchanged();
  expect(await summary(sam!)).toMatchObject({ ...here, percent: here.percent });

  // December: the step comes back, done; who has no account signs up and finds everything.
  expect(await edit([career(['sql', 'markup', 'protocols', 'git'])])).toEqual(nothing);
  await unchanged();
  expect((await summary(sam!)).steps).toEqual(['one DONE', 'two DONE', 'three NOT_STARTED']);
  const shown = await masteries(nobody!);
  const owner = await Learner.signedIn(app);
  dataOf(await owner.tryClaim([nobody!.token]));
  expect(Object.keys(await masteries(owner))).toEqual(Object.keys(shown));
});

test('what would count nowhere any more is said, also when it was shown by a project alone', async () => {
  await publishDrafts(app.dataSource, [skillDraft('rare'), projectDraft('gem', ['rare'])]);
  const learner = await Learner.signedIn(app);
  const reviewer = await registered(app, Role.REVIEWER);
  const id = itemOf(projectKind, 'gem', 'it-runs');
  const input = {
    project: 'gem',
    repositoryUrl: 'https://example.org/gem',
    evidence: [{ criterionId: id, text: 'Here.' }],
  };
  const { submitProject } = await app.ask(SUBMIT_PROJECT, { input }, learner.headers);
  const verdict = { submissionId: submitProject.submission.id, verdicts: [{ criterionId: id, met: true }] };
  await app.ask(REVIEW_SUBMISSION, { input: verdict }, reviewer.headers);
  expect(
    await edit(
      [],
      [
        ['Project', 'gem'],
        ['Skill', 'rare'],
      ],
    ),
  ).toMatchObject({ warnings: ['rare evidence-without-heir'] });
  expect(await masteries(learner)).toEqual({});
});
