import { Role } from '../../../src/accounts/role';
import { documentIdFor } from '../../../src/content/publishing/document-id';
import { toGlobalId } from '../../../src/kernel/graphql/global-id';
import { unpublish } from '../../setup/content-store';
import {
  criteria,
  criterion,
  dataOf,
  evidenceFor,
  keyOfSubmission,
  letHoldPass,
  Participant,
  problemsOf,
  publishProject,
  refusalOf,
  verdictsOn,
} from '../../setup/submissions';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let learner: Participant;
let reviewer: Participant;
let colleague: Participant;
beforeAll(async () => {
  app = await startTestApp('empty');
  await publishProject(app, 'tool');
  [learner, reviewer, colleague] = (await Promise.all([
    Participant.join(app),
    Participant.join(app, Role.REVIEWER),
    Participant.join(app, Role.REVIEWER),
  ])) as [Participant, Participant, Participant];
}, 30_000);
afterAll(() => app.stop());
beforeEach(() => app.dataSource.query('DELETE FROM submission'));

const needed = ['runs', 'tested'];
const eventsOf = ({ history }: any): string[] =>
  history.edges.map(
    ({ node }: any) =>
      `${node.round} ${node.by} ${node.action} ${node.state}${node.stretchState ? ` ${node.stretchState}` : ''}`,
  );

test('a project is handed in, sent back, improved, passed with a stretch criterion, and the last one follows', async () => {
  const first = await learner.submit({ evidence: evidenceFor(['tested', 'runs', 'fast'], 'tool', 'Look.') });
  expect(first).toEqual({
    id: expect.any(String),
    state: 'SUBMITTED',
    evidence: criteria.slice(0, 3).map(({ id, kind }) => ({ criterion: { id: criterion(id), kind }, text: 'Look.' })),
  });
  const { id } = first;
  await reviewer.to('take');
  const sentBack = await reviewer.review(id, verdictsOn(['runs'], ['tested', 'fast']), { comment: 'Nearly there.' });
  expect(sentBack).toEqual({
    id,
    state: 'CHANGES_REQUESTED',
    verdicts: [
      { criterion: { id: criterion('runs') }, met: true, comment: null },
      { criterion: { id: criterion('tested') }, met: false, comment: 'Not yet: tested.' },
      { criterion: { id: criterion('fast') }, met: false, comment: 'Not yet: fast.' },
    ],
  });
  expect(await learner.read(id)).toMatchObject({
    comment: 'Nearly there.',
    reviewer: { displayName: 'Somebody' },
    heldUntil: null,
    criteriaMet: 1,
    criteriaTotal: 4,
  });

  expect(await learner.submitFor('runs', 'tested', 'fast')).toMatchObject({ id, state: 'SUBMITTED' });
  expect(await learner.read(id)).toMatchObject({ round: 2, verdicts: [], comment: null, acceptanceMet: 1 });
  await colleague.review(id, verdictsOn(['runs', 'tested', 'fast']));
  expect(await learner.read(id)).toMatchObject({ state: 'PASSED', acceptanceMet: 2, stretchMet: 1, stretchTotal: 2 });

  const problems = problemsOf(await learner.trySubmit({ evidence: evidenceFor([...needed]) }));
  expect(problems).toEqual(['/input/evidence count']);
  expect(problemsOf(await learner.trySubmit({ evidence: evidenceFor(['fast']) }))).toEqual([
    '/input/evidence/0/criterionId criterion',
  ]);
  expect(problemsOf(await learner.trySubmit({ evidence: [] }))).toEqual(['/input/evidence required']);
  await learner.submitFor('pretty');
  expect(await learner.read(id)).toMatchObject({
    state: 'PASSED',
    stretchState: 'SUBMITTED',
    round: 3,
    acceptanceMet: 2,
  });
  expect(await reviewer.queue()).toEqual([id]);
  expect(problemsOf(await reviewer.tryReview(id, []))).toEqual(['/input/verdicts required']);
  expect(problemsOf(await reviewer.tryReview(id, verdictsOn([], ['runs'])))).toEqual([
    '/input/verdicts/0/criterionId criterion',
    '/input/verdicts required',
  ]);
  await reviewer.review(id, verdictsOn([], ['pretty']));
  expect(await learner.read(id)).toMatchObject({
    state: 'PASSED',
    stretchState: null,
    acceptanceMet: 2,
    stretchMet: 1,
  });
  await learner.submitFor('pretty');
  await reviewer.review(id, verdictsOn(['pretty']));
  expect(refusalOf(await learner.trySubmit({ evidence: [] }))).toMatchObject({ code: 'CONFLICT', state: 'PASSED' });

  const whole = await learner.read(id);
  expect(whole).toMatchObject({ state: 'PASSED', criteriaMet: 4, criteriaTotal: 4 });
  expect(whole.rounds.map(({ number, stretch, verdicts }: any) => [number, stretch, verdicts.length])).toEqual([
    [1, false, 3],
    [2, false, 3],
    [3, true, 1],
    [4, true, 1],
  ]);
  expect(eventsOf(whole)).toEqual([
    '1 LEARNER SUBMIT SUBMITTED',
    '1 REVIEWER TAKE IN_REVIEW',
    '1 REVIEWER REQUEST_CHANGES CHANGES_REQUESTED',
    '2 LEARNER SUBMIT SUBMITTED',
    '2 REVIEWER TAKE IN_REVIEW',
    '2 REVIEWER PASS PASSED',
    '3 LEARNER SUBMIT PASSED SUBMITTED',
    '3 REVIEWER TAKE PASSED IN_REVIEW',
    '3 REVIEWER REQUEST_CHANGES PASSED',
    '4 LEARNER SUBMIT PASSED SUBMITTED',
    '4 REVIEWER TAKE PASSED IN_REVIEW',
    '4 REVIEWER PASS PASSED',
  ]);
});

test('stretch criteria are never needed: without one, or with one that is not met, it is passed', async () => {
  const { id } = await learner.submitFor('runs', 'tested', 'fast');
  expect(await reviewer.review(id, verdictsOn(needed, ['fast', 'pretty']))).toMatchObject({ state: 'PASSED' });
  expect(await learner.read(id)).toMatchObject({ criteriaMet: 2, stretchMet: 0 });
});

test('what was withdrawn stays to be seen, and the project can be handed in anew', async () => {
  const { id } = await learner.submit();
  await reviewer.to('take', id);
  const withdrawn = await learner.to('withdraw', id);
  expect(withdrawn).toMatchObject({
    state: 'WITHDRAWN',
    heldUntil: null,
    rounds: [{ withdrawnAt: expect.any(String) }],
  });
  expect(await reviewer.queue(true)).toEqual([]);
  const again = await learner.submit();
  expect(again.id).not.toBe(id);
  const list = async (filter: string) => {
    const query = `{ viewer { submissions(filter: ${filter}) { totalCount edges { node { id } } } } }`;
    const { submissions } = dataOf(await learner.send(query)).viewer;
    expect(submissions.totalCount).toBe(submissions.edges.length);
    return submissions.edges.map(({ node }: any) => node.id);
  };
  expect(await list('null')).toEqual([again.id, id]);
  expect(await list('{ states: [WITHDRAWN] }')).toEqual([id]);
  expect(await list('{ project: "tool", states: [SUBMITTED, PASSED] }')).toEqual([again.id]);
  expect(await list('{ project: "nothing" }')).toEqual([]);
});

describe('when editors change the project', () => {
  const replaced = [
    { id: 'runs', kind: 'ACCEPTANCE', text: 'It runs everywhere.' },
    { id: 'documented', kind: 'ACCEPTANCE', text: 'It is documented.' },
    { id: 'small', kind: 'STRETCH', text: 'It is small.' },
  ];
  const edit = () => publishProject(app, 'tool', { criteria: replaced, title: 'Another name' });
  afterEach(() => publishProject(app, 'tool'));

  test('each round shows what it was judged by, and the next one is about what is asked now', async () => {
    const { id } = await learner.submitFor('runs', 'tested', 'fast');
    await reviewer.review(id, verdictsOn(['runs', 'fast'], ['tested']));
    await edit();
    const before = await learner.read(id);
    expect(before).toMatchObject({ project: { title: 'Another name' }, criteriaTotal: 4, criteriaMet: 2 });
    expect(before.verdicts.map((each: any) => each.criterion.text)).toEqual([
      'It runs.',
      'It is tested.',
      'It is fast.',
    ]);
    expect(problemsOf(await learner.trySubmit({ evidence: evidenceFor(needed) }))).toEqual([
      '/input/evidence/1/criterionId criterion',
      '/input/evidence required',
    ]);
    await learner.submitFor('runs', 'documented');
    const after = await learner.read(id);
    expect(after.criteria.map(({ text }: any) => text)).toEqual(replaced.map(({ text }) => text));
    expect(after.rounds[0]).toEqual(before.rounds[0]);
    expect(after).toMatchObject({ acceptanceMet: 1, acceptanceTotal: 2, stretchMet: 1, stretchTotal: 2 });
  });

  test('what was passed stays passed and counted, and a new stretch criterion is open', async () => {
    const { id } = await learner.submit();
    await reviewer.review(id, verdictsOn([...needed, 'fast', 'pretty']));
    expect(refusalOf(await learner.trySubmit({ evidence: [] }))).toMatchObject({ code: 'CONFLICT' });
    await edit();
    expect(await learner.submitFor('small')).toMatchObject({ state: 'PASSED' });
    expect(await learner.read(id)).toMatchObject({
      acceptanceMet: 2,
      acceptanceTotal: 2,
      stretchMet: 2,
      stretchTotal: 3,
    });
  });

  test('a round that waits is replaced by one about what is asked now', async () => {
    const { id } = await learner.submit();
    await edit();
    await learner.submitFor('runs', 'documented');
    expect(await learner.read(id)).toMatchObject({ round: 1, criteriaTotal: 3 });
    expect(await reviewer.review(id, verdictsOn(['runs', 'documented']))).toMatchObject({ state: 'PASSED' });
  });

  test('a project that is taken out of the graph is reviewed and shown all the same', async () => {
    await publishProject(app, 'brief');
    const { id } = await learner.submit({ project: 'brief', evidence: evidenceFor(needed, 'brief') });
    await unpublish(app.dataSource, [documentIdFor('PROJECT', 'brief')]);
    await reviewer.review(id, verdictsOn(needed, [], 'brief'));
    expect(await learner.read(id)).toMatchObject({ state: 'PASSED', project: { slug: 'brief' } });
  });
});

describe('the queue', () => {
  test('has what waited longest first; what is replaced or released keeps its place', async () => {
    const learners = [learner, await Participant.join(app), await Participant.join(app)];
    const ids: string[] = [];
    for (const each of learners) ids.push((await each.submit()).id);
    expect(await reviewer.queue()).toEqual(ids);
    await learners[0]!.submit();
    const { heldUntil, id } = await reviewer.to('take');
    expect(id).toBe(ids[0]);
    expect(Math.round((Date.parse(heldUntil) - Date.now()) / 60_000)).toBe(24 * 60);
    expect([await colleague.queue(), await reviewer.queue(true)]).toEqual([ids.slice(1), [id]]);
    expect(await reviewer.to('release', id)).toMatchObject({ state: 'SUBMITTED', heldUntil: null, reviewer: null });
    expect(await colleague.queue()).toEqual(ids);
    // A new round goes to the end.
    await reviewer.review(id, verdictsOn([], needed));
    await learners[0]!.submit();
    expect(await colleague.queue()).toEqual([ids[1], ids[2], ids[0]]);
    const page = '{ reviewQueue(first: 2) { pageInfo { endCursor hasNextPage } edges { node { id } } } }';
    const { reviewQueue } = dataOf(await reviewer.send(page));
    expect(reviewQueue.pageInfo.hasNextPage).toBe(true);
    const rest = dataOf(
      await reviewer.send('query ($after: String) { reviewQueue(after: $after) { edges { node { id } } } }', {
        after: reviewQueue.pageInfo.endCursor,
      }),
    );
    expect(rest.reviewQueue.edges).toEqual([{ node: { id } }]);
  });

  test('has again what a reviewer has kept for 24 hours, who may still judge it until another takes it', async () => {
    const { id } = await learner.submit();
    await reviewer.to('take', id);
    await letHoldPass(app, id, 23);
    expect(await colleague.queue()).toEqual([]);
    expect(await colleague.to('take')).toBeNull();
    // Taken once more, it is kept anew.
    await reviewer.to('take', id);
    await letHoldPass(app, id, 23);
    expect(await colleague.queue()).toEqual([]);
    await letHoldPass(app, id, 1);
    expect([await colleague.queue(), await reviewer.queue(true)]).toEqual([[id], [id]]);
    expect(await colleague.to('take')).toMatchObject({ id, state: 'IN_REVIEW' });
    expect(refusalOf(await reviewer.tryReview(id, verdictsOn(needed))).code).toBe('CONFLICT');
    await letHoldPass(app, id, 48);
    expect(await colleague.review(id, verdictsOn(needed))).toMatchObject({ state: 'PASSED' });
  });
});

test('takes, releases and reviews leave audit entries that say nothing of the learner', async () => {
  const since = new Date().toISOString();
  const { id } = await learner.submit();
  await reviewer.to('take', id);
  await reviewer.to('release', id);
  await reviewer.review(id, verdictsOn(needed, ['fast']));
  await learner.submitFor('fast');
  const rows = await app.dataSource.query(
    `SELECT action, actor_id AS actor, document_id AS document, subject_id AS subject, detail FROM audit_entry
     WHERE at >= $1 AND action LIKE '%Submission' ORDER BY id`,
    [since],
  );
  const common = { actor: reviewer.person.userId, document: documentIdFor('PROJECT', 'tool'), subject: id };
  expect(rows).toEqual([
    { ...common, action: 'takeSubmission', detail: null },
    { ...common, action: 'releaseSubmission', detail: null },
    { ...common, action: 'reviewSubmission', detail: 'PASSED' },
  ]);
  expect(id).toBe(toGlobalId('Submission', keyOfSubmission(id)));
});

test('no answer to a learner or a reviewer holds anybody’s address of mail', async () => {
  const { id } = await learner.submit();
  await reviewer.review(id, verdictsOn(needed));
  for (const who of [learner, reviewer]) expect(JSON.stringify(await who.read(id))).not.toContain('@');
});

test('the database refuses to change what was judged, said or done, and a second submission of the same project', async () => {
  const { id } = await learner.submit();
  await reviewer.review(id, verdictsOn(needed));
  for (const statement of [
    `UPDATE submission_round SET repository_url = 'https://example.org/else'`,
    `UPDATE submission_evidence SET text = 'else'`,
    'UPDATE submission_verdict SET met = NOT met',
    'UPDATE submission_event SET at = now()',
  ])
    await expect(app.dataSource.query(statement)).rejects.toThrow('never changed');
  await expect(
    app.dataSource.query(
      'INSERT INTO submission (learner_id, id, project_id) SELECT learner_id, gen_random_uuid(), project_id FROM submission',
    ),
  ).rejects.toThrow('submission_current_key');
});

test('a submission whose history is long is paged through it in order, both ways', async () => {
  const { id } = await learner.submit();
  for (let time = 0; time < 4; time++) await learner.submit();
  const page = async (args: string) => {
    const { history } = dataOf(
      await learner.tryRead(
        id,
        `history(${args}) { totalCount pageInfo { endCursor startCursor } edges { node { at } } }`,
      ),
    ).submission;
    expect(history.totalCount).toBe(5);
    return history;
  };
  const ats = (history: any): string[] => history.edges.map(({ node }: any) => node.at);
  const all = ats(await page('first: 100'));
  expect(all).toEqual(all.toSorted());
  const head = await page('first: 2');
  expect(ats(await page(`first: 100, after: "${head.pageInfo.endCursor}"`))).toEqual(all.slice(2));
  expect(ats(await page('last: 2'))).toEqual(all.slice(3));
});
