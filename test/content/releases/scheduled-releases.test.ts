import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { type App, buildApp } from '../../../src/app';
import { checkoutFolder } from '../../../src/checkout-folder';
import { settingNames } from '../../../src/config';
import { toGlobalId } from '../../../src/kernel/graphql/global-id';
import { careerDraft } from '../../factories/career';
import { skillDraft } from '../../factories/skill';
import { saveDrafts } from '../../setup/content-store';
import { eventually, letTheTimeCome, ReleaseDesk, shortly, tomorrow } from '../../setup/release-operations';
import { startTestApp, type TestApp } from '../../setup/test-app';
import { testConfig } from '../../setup/test-config';
import { cleanEnvironment, run } from '../../start/running-process';

let app: TestApp;
let desk: ReleaseDesk;
beforeEach(async () => {
  app = await startTestApp('empty');
  desk = await ReleaseDesk.open(app);
});
afterEach(() => app.stop());

const urlOf = (): string => (app.dataSource.options as { url: string }).url;

async function savedSkill(slug: string, name = `Skill ${slug}`): Promise<string> {
  const [saved] = await saveDrafts(app.dataSource, [skillDraft(slug, { name })]);
  return toGlobalId('Skill', saved!.documentId);
}

const publications = async (): Promise<{ number: number; message: string; actor_id: string }[]> =>
  app.dataSource.query('SELECT number, message, actor_id FROM publication ORDER BY number');

/** What happened to a release beside the mutations, as the audit log tells it. */
const audited = async (releaseId: string): Promise<{ action: string; address: string; display_name: string }[]> =>
  app.dataSource.query(
    `SELECT a.action, a.address, u.display_name FROM audit_entry a JOIN user_account u ON u.id = a.actor_id
     WHERE a.subject_id = $1 AND a.action LIKE '%Scheduled%' ORDER BY a.id`,
    [releaseId],
  );

test('a scheduled release is published at its time, by who scheduled it, and never before', async () => {
  const { id: releaseId } = await desk.releaseOf('On time', [await savedSkill('on-time'), await savedSkill('with-it')]);
  await app.startJobs();
  const publishAt = shortly(3_000);
  const scheduled = await desk.do('scheduleRelease', { releaseId, publishAt, timeZone: 'Europe/Vienna' });
  expect(scheduled).toMatchObject({ state: 'SCHEDULED', publishAt, timeZone: 'Europe/Vienna', publication: null });
  const published = await desk.until(releaseId, 'PUBLISHED');
  expect(published).toMatchObject({ publishAt, publication: { number: 1 }, failedProblems: [] });
  expect(await app.ask('{ skills { totalCount } }')).toEqual({ skills: { totalCount: 2 } });
  const [{ early }] = await app.dataSource.query('SELECT published_at < $1 AS early FROM publication', [publishAt]);
  expect(early).toBe(false);
  const entry = { action: 'publishScheduledRelease', address: 'schedule', display_name: 'The PUBLISHER' };
  expect(await audited(releaseId)).toEqual([entry, entry]);
});

test('what a scheduled release holds stays as it is; a second schedule is refused', async () => {
  const document = await savedSkill('fixed');
  const { id: releaseId } = await desk.releaseOf('Fixed', [document]);
  await desk.do('scheduleRelease', { releaseId, publishAt: '2090-01-01T00:00:00Z' });
  for (const [mutation, input] of [
    ['scheduleRelease', { publishAt: '2091-01-01T00:00:00Z' }],
    ['addToRelease', { documentIds: [document] }],
    ['removeFromRelease', { documentIds: [document] }],
    ['deleteRelease', {}],
  ] as const) {
    expect([mutation, await desk.refused(mutation, { releaseId, ...input })]).toMatchObject([
      mutation,
      { code: 'CONFLICT' },
    ]);
  }
  expect((await desk.read(releaseId)).publishAt).toBe('2090-01-01T00:00:00.000Z');
});

test('a cancelled schedule publishes nothing; a new one does, once; and so does publishing in between', async () => {
  await app.startJobs();
  const cancelled = await desk.releaseOf('Cancelled', [await savedSkill('cancelled')]);
  const again = await desk.releaseOf('Scheduled again', [await savedSkill('again')]);
  const byHand = await desk.releaseOf('By hand', [await savedSkill('by-hand')]);
  const soon = tomorrow();
  for (const { id } of [cancelled, again, byHand]) await desk.do('scheduleRelease', { releaseId: id, publishAt: soon });
  expect(await desk.do('cancelRelease', { releaseId: cancelled.id })).toMatchObject({ state: 'OPEN', publishAt: null });
  await desk.do('cancelRelease', { releaseId: again.id });
  await desk.do('scheduleRelease', { releaseId: again.id, publishAt: tomorrow() });
  expect(await desk.do('publishRelease', { releaseId: byHand.id })).toMatchObject({
    state: 'PUBLISHED',
    publishAt: null,
  });
  await letTheTimeCome(app.dataSource);
  await desk.until(again.id, 'PUBLISHED');
  expect((await publications()).map(({ message }) => message)).toEqual(['By hand', 'Scheduled again']);
  expect(await desk.read(cancelled.id)).toMatchObject({ state: 'OPEN', publication: null });
});

test('a job for another time than that of the schedule does nothing', async () => {
  const { id: releaseId } = await desk.releaseOf('Later', [await savedSkill('later')]);
  await desk.do('scheduleRelease', { releaseId, publishAt: '2090-01-01T00:00:00Z' });
  await app.dataSource.query(
    `SELECT graphile_worker.add_job('publish_release',
       payload := json_build_object('releaseId', id, 'publishAt', '2026-01-01T00:00:00.000Z')) FROM release`,
  );
  await app.startJobs();
  await eventually(async () => {
    const waiting = await app.dataSource.query('SELECT FROM graphile_worker.jobs WHERE run_at <= now()');
    return waiting.length === 0 ? true : undefined;
  });
  expect(await desk.read(releaseId)).toMatchObject({ state: 'SCHEDULED', publication: null });
});

test('a release that has become unpublishable is FAILED with the problems, and nothing of it is public', async () => {
  const saved = await saveDrafts(app.dataSource, [
    skillDraft('taken-out'),
    skillDraft('innocent'),
    careerDraft('needy', ['taken-out']),
  ]);
  const [skill, innocent, career] = saved.map(({ documentId }, index) =>
    toGlobalId(index === 2 ? 'Career' : 'Skill', documentId),
  );
  await desk.do('publishRelease', { releaseId: (await desk.releaseOf('Before', [skill!])).id });
  const { id: releaseId } = await desk.releaseOf('Unlucky', [innocent!, career!]);
  expect(await desk.do('scheduleRelease', { releaseId, publishAt: tomorrow() })).toMatchObject({ problems: [] });
  await app.ask(
    'mutation ($input: UnpublishInput!) { unpublish(input: $input) { publication { number } } }',
    { input: { documentIds: [skill] } },
    desk.publisher,
  );
  await letTheTimeCome(app.dataSource);
  await app.startJobs();
  const problem = { severity: 'ERROR', code: 'unpublished-reference', document: { slug: 'needy' } };
  const failed = await desk.until(releaseId, 'FAILED');
  expect(failed).toMatchObject({ publication: null, failedProblems: [problem], problems: [problem] });
  expect(await app.ask('{ skill(slug: "innocent") { name } }')).toEqual({ skill: null });
  expect(await audited(releaseId)).toMatchObject([
    { action: 'failScheduledRelease' },
    { action: 'failScheduledRelease' },
  ]);
  // Put right, it opens again and can be published.
  expect(await desk.do('addToRelease', { releaseId, documentIds: [skill] })).toMatchObject({
    state: 'OPEN',
    failedProblems: [],
  });
  expect(await desk.do('publishRelease', { releaseId })).toMatchObject({ state: 'PUBLISHED' });
});

test('with several workers on one database each release is published exactly once', async () => {
  const releases = [];
  for (const index of [0, 1, 2, 3, 4, 5])
    releases.push(await desk.releaseOf(`Many ${index}`, [await savedSkill(`many-${index}`)]));
  const database = new URL(urlOf()).pathname.slice(1);
  const others: App[] = [];
  try {
    for (const _ of [0, 1]) others.push(await buildApp(testConfig(database)));
    for (const each of [app, ...others]) await each.startJobs();
    const publishAt = tomorrow();
    for (const { id } of releases) await desk.do('scheduleRelease', { releaseId: id, publishAt });
    // Jobs that come twice, as after a worker that was thought dead.
    const twice = `SELECT graphile_worker.add_job('publish_release',
      payload := json_build_object('releaseId', id, 'publishAt', $1::text), run_at := publish_at) FROM release`;
    await app.dataSource.query(twice, [publishAt]);
    await app.dataSource.query(twice, [publishAt]);
    await letTheTimeCome(app.dataSource);
    for (const { id } of releases) await desk.until(id, 'PUBLISHED');
    await eventually(async () => {
      const [{ waiting }] = await app.dataSource.query(
        `SELECT count(*)::int AS waiting FROM graphile_worker.jobs WHERE task_identifier = 'publish_release'`,
      );
      return waiting === 0 ? true : undefined;
    });
  } finally {
    for (const other of others) await other.close();
  }
  const all = await publications();
  expect(all.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(all.map(({ message }) => message).toSorted()).toEqual([0, 1, 2, 3, 4, 5].map((index) => `Many ${index}`));
});

test('a process that is killed in the middle leaves nothing half; the next one publishes it, once', async () => {
  execFileSync(process.execPath, [path.join(checkoutFolder, 'scripts', 'build.mjs')]);
  const { id: releaseId } = await desk.releaseOf('Survivor', [
    await savedSkill('survivor-a'),
    await savedSkill('survivor-b'),
  ]);
  // Whoever publishes stops here: behind the row of the publication, before its items.
  const gate = app.dataSource.createQueryRunner();
  await gate.startTransaction();
  await gate.query('LOCK TABLE publication_item IN SHARE MODE');
  const stuck = async () => {
    const [row] = await app.dataSource.query(
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%publication_item%'`,
    );
    return row?.pid as number | undefined;
  };
  const settings = { DATABASE_URL: urlOf(), LOAD_CONTENT: 'never', PORT: '0', NODE_ENV: 'test' };
  const main = path.join(checkoutFolder, 'dist', 'src', 'main.js');
  const process1 = run(process.execPath, [main], { env: cleanEnvironment(settings, settingNames), cwd: '/' });
  try {
    await process1.until(/^Stop with Ctrl-C$/m);
    await desk.do('scheduleRelease', { releaseId, publishAt: tomorrow() });
    await letTheTimeCome(app.dataSource);
    const pid = await eventually(stuck);
    process1.child.kill('SIGKILL');
    expect(await process1.ended).toBe('SIGKILL');
    await gate.rollbackTransaction();
    // PostgreSQL notices that nobody listens any more, and takes back what was not committed.
    await eventually(async () => {
      const rows = await app.dataSource.query('SELECT FROM pg_stat_activity WHERE pid = $1', [pid]);
      return rows.length === 0 ? true : undefined;
    });
  } finally {
    process1.child.kill('SIGKILL');
    await gate.release();
  }
  expect(await publications()).toEqual([]);
  expect(await desk.read(releaseId)).toMatchObject({ state: 'SCHEDULED', publication: null });
  expect(await app.ask('{ skills { totalCount } }')).toEqual({ skills: { totalCount: 0 } });

  await app.startJobs();
  expect(await desk.until(releaseId, 'PUBLISHED')).toMatchObject({ publication: { number: 1 } });
  expect(await publications()).toHaveLength(1);
  expect(await app.ask('{ skills { totalCount } }')).toEqual({ skills: { totalCount: 2 } });
}, 120_000);

test('jobs go on after PostgreSQL has ended every connection of theirs', async () => {
  const { id: releaseId } = await desk.releaseOf('Reconnected', [await savedSkill('reconnected')]);
  await app.startJobs();
  await desk.do('scheduleRelease', { releaseId, publishAt: tomorrow() });
  await app.dataSource.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'careergraph-jobs'`,
  );
  await letTheTimeCome(app.dataSource);
  expect(await desk.until(releaseId, 'PUBLISHED')).toMatchObject({ publication: { number: 1 } });
});
