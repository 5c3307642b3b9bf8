import { randomBytes } from 'node:crypto';
import { Role } from '../../src/accounts/role';
import { toGlobalId } from '../../src/kernel/graphql/global-id';
import { makeSchema } from '../../src/kernel/graphql/schema';
import { modules } from '../../src/modules';
import { quizOfEachKind } from '../factories/paper';
import { signInCallers } from '../setup/callers';
import { publishDrafts } from '../setup/content-store';
import { idSlots, operationWith, slotsBelowRoots, type IdSlot, type SlotValues } from '../setup/id-slots';
import { answerTo, keyOfAttempt, Learner, type SentAnswer } from '../setup/learners';
import { rootCoordinates } from '../setup/reachable-types';
import { startTestApp, type TestApp } from '../setup/test-app';
import { unlimited } from '../setup/test-config';

/*
 * Nobody reads or changes an attempt of somebody else: every root field that takes an id or a token anywhere in its arguments
 * is called with the ids of somebody's attempt, by others. A new field is called without a change here.
 */

const schema = makeSchema(modules);
const fields = rootCoordinates(schema).filter((coordinate) => idSlots(schema, coordinate).length > 0);
const MARK = 'MARKED-WORDS';
const MARKED_NUMBER = 87_654_321.125;

/** Whose attempts they are, and all that names them. */
interface Victim {
  readonly learner: Learner;
  /** Keys in the database. */
  readonly learnerId: string;
  readonly attemptKey: string;
  /** Ids by the name of the slot that they are meant for. */
  readonly ids: Readonly<Record<string, string>>;
  /** What is said of the attempt and of nothing else. */
  readonly signs: readonly string[];
}

let app: TestApp;
let victims: Victim[];
let others: Record<string, { headers: Record<string, string>; token?: string }>;
beforeAll(async () => {
  app = await startTestApp('empty', unlimited);
  await publishDrafts(app.dataSource, quizOfEachKind('quiz'));
  victims = [await victimOf(new Learner(app), false), await victimOf(await Learner.signedIn(app), true)];
  const holder = new Learner(app);
  await holder.start('quiz');
  const known = await signInCallers(app, ['anonymous', Role.LEARNER, Role.EDITOR, Role.ADMIN]);
  others = {
    ...Object.fromEntries(Object.entries(known).map(([name, headers]) => [name, { headers }])),
    'holder of another token': { headers: {}, token: holder.token! },
  };
});
afterAll(() => app.stop());

/** Somebody who answered, and handed it in or is still at it. */
async function victimOf(learner: Learner, isDone: boolean): Promise<Victim> {
  const attempt = await learner.start('quiz');
  const item = (kind: string) => attempt.paper.items.find((each) => each.kind === kind)!;
  const answer: SentAnswer = answerTo(item('OPEN'), { text: `${MARK} of somebody` });
  await learner.save(attempt.id, [
    answer,
    answerTo(item('NUMERIC'), { number: MARKED_NUMBER }),
    answerTo(item('SHORT_TEXT'), { text: `${MARK} too` }),
  ]);
  if (isDone) {
    await learner.submit(attempt.id);
    await learner.trySelfReview(attempt.id, item('OPEN').id, []);
  }
  const [{ learnerId }] = await app.dataSource.query('SELECT learner_id AS "learnerId" FROM attempt WHERE id = $1', [
    keyOfAttempt(attempt.id),
  ]);
  const ids = {
    attemptId: attempt.id,
    itemId: item('OPEN').id,
    clientId: answer.clientId,
    optionIds: item('SINGLE_CHOICE').options[0]!.id,
    userId: toGlobalId('User', learnerId),
  };
  return {
    learner,
    learnerId,
    attemptKey: keyOfAttempt(attempt.id),
    ids,
    signs: [MARK, String(MARKED_NUMBER), attempt.startedAt],
  };
}

/** Every row of every table that knows of these learners, or of one of their attempts. */
async function stored(): Promise<string> {
  const tables = await app.dataSource.query<{ name: string; condition: string }[]>(
    `SELECT format('%I.%I', table_schema, table_name) AS name,
       string_agg(format('t.%I = ANY($1::uuid[])', column_name), ' OR ' ORDER BY column_name) AS condition
     FROM information_schema.columns
     WHERE table_schema IN ('public', 'vault') AND data_type = 'uuid' AND (column_name IN ('learner_id', 'attempt_id')
       OR (table_name IN ('learner', 'attempt') AND column_name IN ('id', 'user_id', 'claimed_by_id', 'claimed_from_id')))
     GROUP BY table_schema, table_name ORDER BY 1`,
  );
  expect(tables.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['public.answer', 'public.grade', 'public.learner']),
  );
  const rows = tables.map(
    ({ name, condition }) => `SELECT '${name}' AS name, to_jsonb(t)::text AS row FROM ${name} t WHERE ${condition}`,
  );
  const keys = victims.flatMap(({ learnerId, attemptKey }) => [learnerId, attemptKey]);
  return JSON.stringify(await app.dataSource.query(`${rows.join(' UNION ALL ')} ORDER BY 1, 2`, [keys]));
}

/** What to put into the slots: each id where it is meant to be, then every id in every slot, then every token. */
function attacks(
  slots: readonly IdSlot[],
  { learner, ids, learnerId }: Victim,
  tokens: readonly string[],
): SlotValues[] {
  const meant = Object.fromEntries(
    slots.filter(({ isToken }) => !isToken).map(({ path, name }) => [path, ids[name] ?? ids.attemptId!]),
  );
  const forged = `cga_${Buffer.concat([randomBytes(32), Buffer.from(learnerId.replaceAll('-', ''), 'hex')]).toString('base64url')}`;
  const idSlotsOnly = slots.filter(({ isToken }) => !isToken);
  const tokenSlots = slots.filter(({ isToken }) => isToken);
  // What the names of its slots say is known; anything may be meant by another one. One victim is enough for that.
  const unclear = idSlotsOnly.filter(({ name }) => !(name in ids) && learner.token !== null);
  return [
    ...(tokenSlots.some(({ name }) => name === 'attemptTokens') ? [] : [meant]),
    ...[...tokens, forged, ''].flatMap((token) =>
      tokenSlots.length > 0 ? [{ ...meant, ...Object.fromEntries(tokenSlots.map(({ path }) => [path, token])) }] : [],
    ),
    ...unclear.flatMap(({ path }) => [ids.itemId!, ids.userId!].map((id) => ({ ...meant, [path]: id }))),
  ];
}

test('the fields that take an id or a token are found, those of attempts among them', () => {
  expect(slotsBelowRoots(schema)).toEqual([]);
  expect(fields).toEqual(
    expect.arrayContaining([
      'Mutation.claimAttempts',
      'Mutation.saveAnswers',
      'Mutation.selfReviewAnswer',
      'Mutation.startAttempt',
      'Mutation.submitAttempt',
      'Query.attempt',
      'Query.node',
      'Query.nodes',
    ]),
  );
});

test.each(fields)('%s shows and changes nothing of the attempts of others', async (coordinate) => {
  const slots = idSlots(schema, coordinate);
  const before = await stored();
  for (const [name, { headers, token }] of Object.entries(others)) {
    for (const victim of victims) {
      for (const values of attacks(slots, victim, token === undefined ? [] : [token])) {
        const { query, variables } = operationWith(schema, coordinate, values);
        const answer = await app.send(query, variables, headers);
        const said = JSON.stringify(answer);
        const codes = (answer.errors ?? []).map(({ extensions }) => extensions.code);
        const found = victim.signs.filter((sign) => said.includes(sign));
        expect({ name, variables, found }).toEqual({ name, variables, found: [] });
        // An operation that is not understood tries nothing, and a fault tells nothing.
        for (const code of ['GRAPHQL_VALIDATION_FAILED', 'INTERNAL', 'TOO_COSTLY'])
          expect({ name, variables, codes }).not.toMatchObject({ codes: [code] });
      }
    }
    expect([name, await stored()]).toEqual([name, before]);
  }
});

test('everybody is still signed in', async () => {
  for (const { headers } of Object.values(others).filter(({ headers: each }) => Object.keys(each).length > 0))
    expect((await app.ask('{ viewer { id } }', {}, headers)).viewer).not.toBeNull();
});

test('nobody pages into the attempts of others by their cursors', async () => {
  const [, { learner }] = victims as [Victim, Victim];
  const list =
    'query ($after: String) { viewer { attempts(first: 5, after: $after) { edges { cursor node { id } } } } }';
  const { viewer } = await app.ask(list, {}, learner.headers);
  const { headers } = others.LEARNER!;
  const answer = await app.send(list, { after: viewer.attempts.edges[0].cursor }, headers);
  const own = await app.ask(list, {}, headers);
  expect(JSON.stringify([answer, own])).not.toContain(viewer.attempts.edges[0].node.id);
});

test('by the same operations their learners read and change them', async () => {
  const [victim] = victims as [Victim, Victim];
  const { learner } = victim;
  const done: string[] = [];
  for (const coordinate of ['Query.attempt', 'Mutation.saveAnswers', 'Mutation.submitAttempt']) {
    const before = await stored();
    for (const values of attacks(idSlots(schema, coordinate), victim, [learner.token!])) {
      // The learner's own answer is a new one.
      const own = Object.fromEntries(Object.entries(values).filter(([path]) => !path.endsWith('optionIds')));
      const id = '00000000-0000-4000-8000-000000000000';
      const { query, variables } = operationWith(
        schema,
        coordinate,
        'input.answers.clientId' in own ? { ...own, 'input.answers.clientId': id } : own,
      );
      const said = JSON.stringify(await app.send(query, variables, learner.headers));
      if (said.includes(MARK)) done.push(`${coordinate} reads`);
    }
    if ((await stored()) !== before) done.push(`${coordinate} changes`);
  }
  expect(done).toEqual([
    'Query.attempt reads',
    'Mutation.saveAnswers reads',
    'Mutation.saveAnswers changes',
    'Mutation.submitAttempt reads',
    'Mutation.submitAttempt changes',
  ]);
});
