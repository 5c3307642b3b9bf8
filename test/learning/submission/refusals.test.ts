import { randomUUID } from 'node:crypto';
import { Role } from '../../../src/accounts/role';
import { toGlobalId } from '../../../src/kernel/graphql/global-id';
import { unpublish } from '../../setup/content-store';
import { documentIdFor } from '../../../src/content/publishing/document-id';
import {
  criterion,
  evidenceFor,
  Participant,
  problemsOf,
  publishProject,
  refusalOf,
  storedSubmissions,
  verdictsOn,
} from '../../setup/submissions';
import { SUBMIT_PROJECT } from '../../setup/submission-operations';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let learner: Participant;
let reviewer: Participant;
beforeAll(async () => {
  app = await startTestApp('empty');
  await publishProject(app, 'tool');
  await publishProject(app, 'other');
  learner = await Participant.join(app);
  reviewer = await Participant.join(app, Role.REVIEWER);
});
afterAll(() => app.stop());
beforeEach(() => app.dataSource.query('DELETE FROM submission'));

const codeOf = async (answer: ReturnType<Participant['send']>): Promise<string> => refusalOf(await answer).code;
const needed = ['runs', 'tested'];

describe('handing a project in', () => {
  test('needs an account, and the project as it is published', async () => {
    const input = { project: 'tool', repositoryUrl: 'https://example.org', evidence: evidenceFor(needed) };
    expect(await codeOf(app.send(SUBMIT_PROJECT, { input }))).toBe('UNAUTHENTICATED');
    for (const project of ['nothing', '', 'a\u0000b'])
      expect(await codeOf(learner.trySubmit({ project }))).toBe('NOT_FOUND');
    const editor = await Participant.join(app, Role.EDITOR);
    expect(problemsOf(await editor.trySubmit({}, { 'x-perspective': 'draft' }))).toEqual([
      '/x-perspective perspective',
    ]);
    await publishProject(app, 'gone');
    await unpublish(app.dataSource, [documentIdFor('PROJECT', 'gone')]);
    expect(await codeOf(learner.trySubmit({ project: 'gone', evidence: evidenceFor(needed, 'gone') }))).toBe(
      'NOT_FOUND',
    );
    expect(await storedSubmissions(app)).toEqual([[], [], [], [], []]);
  });

  test('takes web addresses only, and none with a password', async () => {
    const long = `https://example.org/${'a'.repeat(1_980)}`;
    const wrong: [string, string][] = [
      ['', 'url'],
      ['example.org/me', 'url'],
      ['javascript:alert(1)', 'url'],
      ['data:text/html,hello', 'url'],
      ['ftp://example.org/me', 'url'],
      ['git@example.org:me/tool.git', 'url'],
      ['ssh://git@example.org/me', 'url'],
      ['https://', 'url'],
      ['https:///me', 'url'],
      ['https:example.org', 'url'],
      ['https://example.org/a b', 'url'],
      [' https://example.org', 'url'],
      ['https://example.org\\@example.com', 'url'],
      ['java\nscript:alert(1)', 'url'],
      ['https://exa\u0000mple.org', 'url'],
      ['https://example.org/\ud800', 'url'],
      ['https://[example', 'url'],
      ['https://me:secret@example.org/tool', 'credentials'],
      ['https://token@example.org/tool', 'credentials'],
      ['https://@example.org/tool', 'credentials'],
      [`${long}a`, 'length'],
    ];
    for (const [repositoryUrl, rule] of wrong)
      expect([repositoryUrl, problemsOf(await learner.trySubmit({ repositoryUrl }))]).toEqual([
        repositoryUrl,
        [`/input/repositoryUrl ${rule}`],
      ]);
    const right = [long, 'http://example.org', 'HTTPS://Example.org:8443/a@b?c=d@e#f', 'https://bücher.example/ä'];
    for (const repositoryUrl of right) {
      const { id } = await learner.submit({ repositoryUrl });
      expect(await learner.read(id)).toMatchObject({ repositoryUrl });
    }
  });

  test('names every problem of the evidence at once', async () => {
    const [runs, tested] = needed.map((id) => criterion(id));
    const problems = async (evidence: object[]) => problemsOf(await learner.trySubmit({ evidence }));
    expect(await problems([])).toEqual(['/input/evidence required', '/input/evidence required']);
    expect(await problems(evidenceFor(['runs', 'fast']))).toEqual(['/input/evidence required']);
    expect(
      await problems([
        { criterionId: runs, text: ' \n ' },
        { criterionId: runs, text: 'Twice.' },
        { criterionId: tested, text: 'a'.repeat(10_001) },
        { criterionId: criterion('nothing'), text: 'x' },
      ]),
    ).toEqual([
      '/input/evidence/0/text required',
      '/input/evidence/1/criterionId duplicate',
      '/input/evidence/2/text length',
      '/input/evidence/3/criterionId criterion',
    ]);
    expect(await problems([...evidenceFor(needed), ...evidenceFor(['fast', 'pretty', 'fast'])])).toEqual([
      '/input/evidence count',
    ]);
    for (const text of ['nul \u0000', 'half \ud800'])
      expect(await problems([...evidenceFor(['runs']), { criterionId: tested, text }])).toEqual([
        '/input/evidence/1/text text',
      ]);
    const answer = await learner.trySubmit({ evidence: [], repositoryUrl: 'x' });
    expect(problemsOf(answer)).toEqual(['/input/repositoryUrl url', ...Array(2).fill('/input/evidence required')]);
    expect(await storedSubmissions(app)).toEqual([[], [], [], [], []]);
    // Characters are counted, whatever they take in UTF-16.
    const long = '🎓'.repeat(10_000);
    const { evidence } = await learner.submit({
      evidence: [...evidenceFor(['runs']), { criterionId: tested, text: long }],
    });
    expect(evidence[1].text).toBe(long);
  });

  test('takes criteria of this project as it is published, and of no other project or edition', async () => {
    await publishProject(app, 'changed', { criteria: [{ id: 'old', kind: 'ACCEPTANCE', text: 'Old.' }] });
    await publishProject(app, 'changed');
    const evidence = [...evidenceFor(needed, 'changed'), { criterionId: criterion('old', 'changed'), text: 'x' }];
    const wrong = [
      criterion('runs', 'other'),
      criterion('runs').toLowerCase(),
      toGlobalId('Item', `${documentIdFor('PROJECT', 'tool')}/runs/x`),
      toGlobalId('Project', documentIdFor('PROJECT', 'tool')),
      'runs',
      '',
    ];
    expect(problemsOf(await learner.trySubmit({ project: 'changed', evidence }))).toEqual([
      '/input/evidence/2/criterionId criterion',
    ]);
    for (const criterionId of wrong)
      expect(
        problemsOf(await learner.trySubmit({ evidence: [...evidenceFor(needed), { criterionId, text: 'x' }] })),
      ).toEqual(['/input/evidence/2/criterionId criterion']);
  });
});

describe('a review', () => {
  test('is for reviewers, and so are the queue and taking', async () => {
    const { id } = await learner.submit();
    const other = await Participant.join(app, Role.EDITOR, Role.PUBLISHER, Role.ADMIN);
    for (const answer of [
      other.tryReview(id, verdictsOn(needed)),
      other.tryTo('take', id),
      other.tryTo('release', id),
      other.send('{ reviewQueue { totalCount } }'),
    ])
      expect(await codeOf(answer)).toBe('FORBIDDEN');
    expect(await codeOf(app.send('{ reviewQueue { totalCount } }'))).toBe('UNAUTHENTICATED');
    expect(await codeOf(other.tryRead(id))).toBe('NOT_FOUND');
  });

  test('is never given on what is one’s own, and the own is not in the queue', async () => {
    const { id } = await reviewer.submit();
    expect(await reviewer.queue()).toEqual([]);
    expect(await reviewer.to('take')).toBeNull();
    for (const answer of [
      reviewer.tryReview(id, verdictsOn(needed)),
      reviewer.tryTo('take', id),
      reviewer.tryTo('release', id),
    ])
      expect(await codeOf(answer)).toBe('FORBIDDEN');
    await expect(
      app.dataSource.query(`UPDATE submission SET reviewer_id = learner_id, taken_at = now(), state = 'IN_REVIEW'`),
    ).rejects.toThrow('submission_own_check');
  });

  test('names every problem of the verdicts at once', async () => {
    const { id } = await learner.submit();
    const problems = async (verdicts: object[], more?: object) =>
      problemsOf(await reviewer.tryReview(id, verdicts, more));
    const [runs, tested] = needed.map((each) => criterion(each));
    expect(await problems([])).toEqual(['/input/verdicts required', '/input/verdicts required']);
    expect(
      await problems(
        [
          { criterionId: runs, met: false },
          { criterionId: runs, met: true },
          { criterionId: tested, met: false, comment: '  ' },
          { criterionId: criterion('runs', 'other'), met: true, comment: 'x' },
        ],
        { comment: 'a'.repeat(2_001) },
      ),
    ).toEqual([
      '/input/verdicts/0/comment required',
      '/input/verdicts/1/criterionId duplicate',
      '/input/verdicts/2/comment required',
      '/input/verdicts/3/criterionId criterion',
      '/input/comment length',
    ]);
    expect(await problems([...verdictsOn(needed), ...verdictsOn(['fast', 'pretty', 'runs'])])).toEqual([
      '/input/verdicts count',
    ]);
    const long = { criterionId: criterion('fast'), met: false, comment: 'a'.repeat(2_001) };
    expect(await problems([...verdictsOn(needed), long])).toEqual(['/input/verdicts/2/comment length']);
    expect((await learner.read(id)).history.totalCount).toBe(1);
  });

  test('is about the edition that was handed in: criteria of a later one are no part of it', async () => {
    const { id } = await learner.submit();
    const later = [{ id: 'later', kind: 'ACCEPTANCE', text: 'Asked later.' }];
    await publishProject(app, 'tool', { criteria: later });
    try {
      expect(problemsOf(await reviewer.tryReview(id, verdictsOn([...needed, 'later'])))).toEqual([
        '/input/verdicts/2/criterionId criterion',
      ]);
      expect(await reviewer.review(id, verdictsOn(needed))).toMatchObject({ state: 'PASSED' });
    } finally {
      await publishProject(app, 'tool');
    }
  });

  test('of what was changed since it was read is refused with both versions', async () => {
    const { id } = await learner.submit();
    const { version } = await reviewer.read(id);
    await learner.submit({ repositoryUrl: 'https://example.org/another' });
    const answer = await reviewer.tryReview(id, verdictsOn(needed), { expectedVersion: version });
    expect(refusalOf(answer)).toMatchObject({ code: 'CONFLICT', expectedVersion: 1, actualVersion: 2 });
    const again = await reviewer.review(id, verdictsOn(needed), { expectedVersion: version + 1 });
    expect(again).toMatchObject({ state: 'PASSED' });
  });
});

describe('ids', () => {
  test('of somebody else’s submissions open nothing, and are told as those of none', async () => {
    const { id } = await learner.submit();
    const other = await Participant.join(app);
    await other.submit({ repositoryUrl: 'https://example.org/mine' });
    const nobodys = toGlobalId('Submission', randomUUID());
    const before = await storedSubmissions(app);
    for (const act of [
      (each: string) => other.tryRead(each),
      (each: string) => other.tryTo('withdraw', each),
      (each: string) => reviewer.tryTo('withdraw', each),
    ]) {
      const [theirs, none] = [refusalOf(await act(id)), refusalOf(await act(nobodys))];
      expect(theirs).toEqual(none);
      expect(theirs.code).toBe('NOT_FOUND');
    }
    expect(await codeOf(reviewer.tryTo('take', nobodys))).toBe('NOT_FOUND');
    expect(await storedSubmissions(app)).toEqual(before);
    const { viewer } = (await other.send('{ viewer { submissions { totalCount edges { node { repositoryUrl } } } } }'))
      .data;
    expect(viewer.submissions).toEqual({
      totalCount: 1,
      edges: [{ node: { repositoryUrl: 'https://example.org/mine' } }],
    });
  });

  test('of other things, and what is none, are BAD_USER_INPUT with a pointer', async () => {
    for (const id of ['', 'x', toGlobalId('Submission', 'x'), toGlobalId('Attempt', randomUUID())]) {
      expect(problemsOf(await learner.tryRead(id))).toEqual(['/id id']);
      expect(problemsOf(await learner.tryTo('withdraw', id))).toEqual(['/input/submissionId id']);
      expect(problemsOf(await reviewer.tryTo('take', id))).toEqual(['/input/submissionId id']);
      expect(problemsOf(await reviewer.tryTo('release', id))).toEqual(['/input/submissionId id']);
      expect(problemsOf(await reviewer.tryReview(id, []))).toEqual(['/input/submissionId id']);
    }
  });

  test('open to a reviewer what is in the queue and what they have had, and nothing else', async () => {
    const other = await Participant.join(app, Role.REVIEWER);
    const { id } = await learner.submit();
    const codes = async (who: Participant) => (await who.tryRead(id)).errors?.map(({ extensions }) => extensions.code);
    expect([await codes(reviewer), await codes(other)]).toEqual([undefined, undefined]);
    await reviewer.to('take', id);
    expect([await codes(reviewer), await codes(other)]).toEqual([undefined, ['NOT_FOUND']]);
    await reviewer.review(id, verdictsOn(['runs'], ['tested']));
    expect([await codes(reviewer), await codes(other)]).toEqual([undefined, ['NOT_FOUND']]);
    await learner.submit();
    expect([await codes(reviewer), await codes(other)]).toEqual([undefined, undefined]);
    await learner.to('withdraw', id);
    expect([await codes(reviewer), await codes(other)]).toEqual([undefined, ['NOT_FOUND']]);
  });
});
