import { randomUUID } from 'node:crypto';
import { Role } from '../../../src/accounts/role';
import { Participant, publishProject, verdictsOn } from '../../setup/submissions';
import { WHOLE_SUBMISSION } from '../../setup/submission-operations';
import { startTestApp, type TestApp } from '../../setup/test-app';
import { unlimited } from '../../setup/test-config';

let app: TestApp;
let learner: Participant;
let reviewer: Participant;
beforeAll(async () => {
  app = await startTestApp('empty', unlimited);
  await publishProject(app, 'tool');
  learner = await Participant.join(app);
  reviewer = await Participant.join(app, Role.REVIEWER);
  const { id } = await learner.submit();
  await reviewer.review(id, verdictsOn(['runs'], ['tested']));
  await learner.submit();
}, 30_000);
afterAll(() => app.stop());

const TABLES = ['submission_round', 'submission_evidence', 'submission_verdict', 'submission_event'];

/** Gives as many learners as it takes, each with a copy of the first submission. */
async function growTo(total: number): Promise<void> {
  const { manager } = app.dataSource;
  const [{ now }] = await manager.query<[{ now: number }]>('SELECT count(*)::int AS now FROM submission');
  for (let made = now; made < total; made++) {
    const [owner, copy] = [randomUUID(), randomUUID()];
    await manager.query(`INSERT INTO user_account (id, display_name) VALUES ($1, 'Copy')`, [owner]);
    await manager.query('INSERT INTO learner (id, user_id) VALUES ($1, $1)', [owner]);
    const copied = (table: string, id: string) =>
      manager.query(
        `INSERT INTO ${table} SELECT c.* FROM ${table} t, jsonb_populate_record(NULL::${table},
           to_jsonb(t) || jsonb_build_object('learner_id', $1::uuid, '${id}', $2::uuid)) c WHERE t.learner_id = $3`,
        [owner, copy, learner.person.userId],
      );
    await copied('submission', 'id');
    for (const table of TABLES) await copied(table, 'submission_id');
  }
}

async function statementsOf(query: string, who: Participant, entries: number): Promise<number> {
  const { result, statements } = await app.dataSource.logger.during(() => who.send(query));
  expect(result.errors).toBeUndefined();
  expect(JSON.stringify(result.data).match(/"stretchState":/g)!.length).toBeGreaterThanOrEqual(entries);
  return statements.length;
}

const QUEUE = `{ reviewQueue(first: 100) { totalCount edges { node { ${WHOLE_SUBMISSION} } } } }`;

test('the queue with all that belongs to it takes the same statements for 2 submissions and for 100', async () => {
  await growTo(2);
  const few = await statementsOf(QUEUE, reviewer, 2);
  await growTo(100);
  expect(await statementsOf(QUEUE, reviewer, 100)).toBe(few);
  expect(few).toBeLessThanOrEqual(11);
});

test('the viewer’s submissions take the same statements for 1 and for 30', async () => {
  const mine = `{ viewer { submissions(first: 50) { totalCount edges { node { ${WHOLE_SUBMISSION} } } } } }`;
  const one = await statementsOf(mine, learner, 1);
  for (let number = 0; number < 29; number++) {
    await app.dataSource.query(
      `WITH copy AS (INSERT INTO submission (learner_id, id, project_id, state)
         SELECT $1, gen_random_uuid(), project_id, 'WITHDRAWN' FROM submission WHERE learner_id = $1 LIMIT 1 RETURNING id)
       INSERT INTO submission_round (learner_id, submission_id, number, project_id, project_edition_id, stretch, repository_url)
       SELECT $1, copy.id, 1, r.project_id, r.project_edition_id, false, 'https://example.org'
       FROM copy CROSS JOIN LATERAL (SELECT * FROM submission_round WHERE learner_id = $1 LIMIT 1) AS r`,
      [learner.person.userId],
    );
  }
  expect(await statementsOf(mine, learner, 30)).toBe(one);
});

test('the queue finds its first page by its index', async () => {
  await app.dataSource.query('ANALYZE submission');
  const [first, ...rest] = (await app.dataSource.logger.during(() => reviewer.queue())).statements.filter(({ text }) =>
    text.includes('waiting_since'),
  );
  expect(rest).toHaveLength(0);
  const plan = await app.dataSource.transaction(async (manager) => {
    await manager.query('SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off');
    return manager.query(
      `EXPLAIN ${first!.text.replaceAll(/\$\d+/g, (name) => (first!.text.includes(`${name}::uuid`) ? `'${randomUUID()}'` : '100'))}`,
    );
  });
  expect(JSON.stringify(plan)).toContain('submission_waiting_idx');
});
