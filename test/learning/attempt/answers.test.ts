import { randomUUID } from 'node:crypto';
import { quizOfEachKind, quizOver } from '../../factories/paper';
import { publishDrafts } from '../../setup/content-store';
import {
  answerTo,
  type AskedItem,
  keyOfAttempt,
  Learner,
  letPass,
  problemsOf,
  refusalOf,
  type SentAnswer,
  type StartedAttempt,
} from '../../setup/learners';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('empty');
  await publishDrafts(app.dataSource, [...quizOfEachKind('quiz'), quizOver('timed', 'quiz', { timeLimitMinutes: 10 })]);
});
afterAll(() => app.stop());

/** A new attempt of somebody new, with its questions by their names. */
async function begin(assessment = 'quiz', learner = new Learner(app)) {
  const attempt = await learner.start(assessment);
  const named = (name: string): AskedItem => attempt.paper.items.find(({ prompt }) => prompt === `quiz ${name}?`)!;
  const option = (name: string, text: string): string =>
    named(name).options.find((each) => each.text === `The ${text} one`)!.id;
  return { learner, attempt, named, option };
}

const stateOf = async (learner: Learner, attempt: StartedAttempt): Promise<any[]> =>
  (await learner.read(attempt.id, 'items { itemId optionIds text number unit yes revision }')).items;
const rowsOf = async (attempt: StartedAttempt): Promise<number> => {
  const [row] = await app.dataSource.query('SELECT count(*)::int AS rows FROM answer WHERE attempt_id = $1', [
    keyOfAttempt(attempt.id),
  ]);
  return row.rows;
};

describe('an answer is refused, with a pointer, and nothing is saved', () => {
  test('when its form is wrong: every problem of all answers at once', async () => {
    const { learner, attempt, named, option } = await begin();
    const [single, multiple, ordering] = [named('single'), named('multiple'), named('ordering')];
    const south = option('single', 'south');
    const wrong: [SentAnswer, string][] = [
      [answerTo(single, { optionIds: [south, option('single', 'north')] }), 'optionIds count'],
      [answerTo(single, { optionIds: [option('multiple', 'red')] }), 'optionIds/0 option'],
      [answerTo(single, { optionIds: ['south'] }), 'optionIds/0 option'],
      [answerTo(single, { optionIds: Array.from({ length: 900 }, () => south) }), 'optionIds count'],
      [answerTo(single, { text: 'south' }), 'text kind'],
      [answerTo(single, { optionIds: [south], yes: true }), 'yes kind'],
      [
        answerTo(multiple, { optionIds: [option('multiple', 'red'), option('multiple', 'red')] }),
        'optionIds/1 duplicate',
      ],
      [answerTo(ordering, { optionIds: ordering.options.slice(1).map(({ id }) => id) }), 'optionIds count'],
      [answerTo(named('numeric'), { number: 1, unit: 'h' }), 'unit unit'],
      [answerTo(named('numeric'), { unit: 's' }), 'unit number'],
      [answerTo(named('numeric'), { text: '250' }), 'text kind'],
      [answerTo(named('text'), { text: 'x'.repeat(10_001) }), 'text length'],
      [answerTo(named('text'), { text: 'NUL \u0000' }), 'text text'],
      [answerTo(named('text'), { text: 'half \ud83d' }), 'text text'],
      [answerTo(named('text'), { number: 1 }), 'number kind'],
      [answerTo(named('yes'), { optionIds: [south] }), 'optionIds kind'],
      [answerTo(named('open'), { yes: false }), 'yes kind'],
      [answerTo(named('yes'), { yes: true }, { clientId: 'mine-1' }), 'clientId uuid'],
      [answerTo(named('yes'), { yes: true }, { revision: -1 }), 'revision range'],
      [answerTo(named('yes'), { yes: true }, { revision: 1_000_000_001 }), 'revision range'],
      [answerTo({ id: attempt.id }, { yes: true }), 'itemId item'],
      [answerTo({ id: 'nonsense \u0000' }, { yes: true }), 'itemId item'],
      [
        answerTo({ id: Buffer.from(`AttemptItem:${keyOfAttempt(attempt.id)}/99`).toString('base64url') }, {}),
        'itemId item',
      ],
    ];
    const right = answerTo(named('yes'), { yes: true });
    const answer = await learner.trySave(attempt.id, [right, ...wrong.map(([each]) => each)]);
    const expected = wrong.map(([, problem], index) => `/input/answers/${index + 1}/${problem}`);
    expect(problemsOf(answer)).toEqual(expected);
    for (const { message } of refusalOf(answer).problems) expect(message).toMatch(/\.$/);
    expect(await rowsOf(attempt)).toBe(0);
  });

  test('when there are none or too many of them, or a number is none', async () => {
    const { learner, attempt, named } = await begin();
    expect(problemsOf(await learner.trySave(attempt.id, []))).toEqual(['/input/answers count']);
    const many = Array.from({ length: 201 }, () => answerTo(named('yes'), { yes: true }));
    expect(problemsOf(await learner.trySave(attempt.id, many))).toEqual(['/input/answers count']);
    for (const number of ['1', true] as unknown as number[]) {
      const answers = [{ ...answerTo(named('numeric'), {}), number }];
      expect(refusalOf(await learner.trySave(attempt.id, answers)).code).toBe('BAD_USER_INPUT');
    }
    const infinite = `mutation { saveAnswers(input: { attemptId: "${attempt.id}", attemptToken: "${learner.token}",
      answers: [{ clientId: "${randomUUID()}", itemId: "${named('numeric').id}", number: 1e999 }] }) { attempt { id } } }`;
    expect(problemsOf(await app.send(infinite))).toEqual(['/input/answers/0/number number']);
    expect(await learner.read(attempt.id, 'answeredCount')).toEqual({ answeredCount: 0 });
  });

  test('when it is to a question of another attempt, be it of the same person', async () => {
    const learner = await Learner.signedIn(app);
    const mine = await begin('quiz', learner);
    const other = await begin('timed', learner);
    const foreign = await begin();
    for (const { named } of [other, foreign]) {
      const answer = await learner.trySave(mine.attempt.id, [answerTo(named('yes'), { yes: true })]);
      expect(problemsOf(answer)).toEqual(['/input/answers/0/itemId item']);
    }
    expect(await rowsOf(mine.attempt)).toBe(0);
  });

  test('when its clientId stands for another answer', async () => {
    const { learner, attempt, named } = await begin();
    const first = answerTo(named('text'), { text: 'one' }, { revision: 3 });
    await learner.save(attempt.id, [first]);
    for (const more of [{ text: 'two' }, { revision: 4 }, { itemId: named('open').id }, { text: null }]) {
      expect(problemsOf(await learner.trySave(attempt.id, [{ ...first, ...more }]))).toEqual([
        '/input/answers/0/clientId client-id-reused',
      ]);
    }
    const clientId = randomUUID();
    const two = ['one', 'two'].map((text) => ({ ...answerTo(named('text'), { text }), clientId }));
    expect(problemsOf(await learner.trySave(attempt.id, two))).toEqual(['/input/answers/1/clientId client-id-reused']);
    expect(await rowsOf(attempt)).toBe(1);
  });

  test('when there are ten thousand already', async () => {
    const { learner, attempt, named } = await begin();
    await app.dataSource.query(
      `INSERT INTO answer (learner_id, attempt_id, client_id, position, revision, value)
       SELECT learner_id, id, gen_random_uuid(), 1, n, '{}' FROM attempt, generate_series(1, 10000) AS n WHERE id = $1`,
      [keyOfAttempt(attempt.id)],
    );
    expect(problemsOf(await learner.trySave(attempt.id, [answerTo(named('yes'), { yes: true })]))).toEqual([
      '/input/answers count',
    ]);
    expect(await learner.submit(attempt.id)).toMatchObject({ state: 'SUBMITTED' });
  });
});

describe('an answer', () => {
  test('of each kind is kept as it was given, and shown again after a reload', async () => {
    const { learner, attempt, named, option } = await begin();
    const [red, blue] = [option('multiple', 'red'), option('multiple', 'blue')];
    const order = named('ordering').options.map(({ id }) => id);
    const text = `${'😀'.repeat(10_000)}`;
    const saved = await learner.save(attempt.id, [
      answerTo(named('single'), { optionIds: [option('single', 'east')] }),
      answerTo(named('multiple'), { optionIds: [blue, red] }),
      answerTo(named('ordering'), { optionIds: order }),
      answerTo(named('numeric'), { number: -0.25, unit: 's' }),
      answerTo(named('text'), { text: '  Idempotency ' }),
      answerTo(named('yes'), { yes: false }),
      answerTo(named('open'), { text }),
    ]);
    expect(saved).toMatchObject({ state: 'IN_PROGRESS', answeredCount: 7 });
    const nothing = { optionIds: null, text: null, number: null, unit: null, yes: null, revision: 1 };
    const values: Record<string, object> = {
      single: { optionIds: [option('single', 'east')] },
      // In the order of the content, whatever order was shown or sent.
      multiple: { optionIds: [red, blue] },
      ordering: { optionIds: order },
      numeric: { number: -0.25, unit: 's' },
      text: { text: '  Idempotency ' },
      yes: { yes: false },
      open: { text },
    };
    const expected = attempt.paper.items.map((item) => ({
      itemId: item.id,
      ...nothing,
      ...values[item.prompt.slice('quiz '.length, -1)],
    }));
    expect(await stateOf(learner, attempt)).toEqual(expected);
  });

  test('takes the place of an earlier one, or takes it back; the history stays', async () => {
    const { learner, attempt, named } = await begin();
    await learner.save(attempt.id, [answerTo(named('text'), { text: 'first' })]);
    await learner.save(attempt.id, [answerTo(named('text'), { text: 'second' })]);
    expect((await learner.save(attempt.id, [answerTo(named('text'), {})])).answeredCount).toBe(0);
    expect((await learner.save(attempt.id, [answerTo(named('text'), { text: ' \n' })])).answeredCount).toBe(0);
    expect((await learner.save(attempt.id, [answerTo(named('text'), { text: 'third' })])).answeredCount).toBe(1);
    const rows = await app.dataSource.query(
      'SELECT value, revision FROM answer WHERE attempt_id = $1 ORDER BY revision',
      [keyOfAttempt(attempt.id)],
    );
    expect(rows.map(({ value }: { value: object }) => value)).toEqual([
      { text: 'first' },
      { text: 'second' },
      {},
      {},
      { text: 'third' },
    ]);
    expect(rows.map(({ revision }: { revision: number }) => revision)).toEqual([1, 2, 3, 4, 5]);
  });

  test('without a revision takes the place of what came before it, in the same request too', async () => {
    const { learner, attempt, named } = await begin();
    const clientIds = ['b', 'a', '9'].map((digit) => `${digit}0000000-0000-4000-8000-000000000000`);
    await learner.save(
      attempt.id,
      clientIds.map((clientId, index) => answerTo(named('text'), { text: `text ${index}` }, { clientId })),
    );
    const { text, revision } = (await stateOf(learner, attempt)).find(({ itemId }) => itemId === named('text').id);
    expect({ text, revision }).toEqual({ text: 'text 2', revision: 3 });
  });

  test('that was saved, and the paper, are never changed: the database refuses it', async () => {
    const { learner, attempt, named } = await begin();
    await learner.save(attempt.id, [answerTo(named('yes'), { yes: true })]);
    const id = keyOfAttempt(attempt.id);
    await learner.submit(attempt.id);
    for (const statement of [
      `UPDATE answer SET value = '{"yes": false}' WHERE attempt_id = $1`,
      'UPDATE attempt_item SET points = 20 WHERE attempt_id = $1',
      'UPDATE grade SET points = 20 WHERE attempt_id = $1',
      'UPDATE item_grade SET points = 20 WHERE attempt_id = $1',
    ]) {
      await expect(app.dataSource.query(statement, [id])).rejects.toThrow('never changed');
    }
  });

  test('sent again, in any order, in any parts and by two devices, leads to the same state', async () => {
    const texts = ['a', 'b', 'c'];
    const answersTo = (named: (name: string) => AskedItem, option: (name: string, text: string) => string) => [
      ...texts.map((text, index) => answerTo(named('text'), { text }, { revision: index + 1 })),
      answerTo(named('single'), { optionIds: [option('single', 'north')] }, { revision: 7 }),
      answerTo(named('single'), { optionIds: [option('single', 'south')] }, { revision: 7 }),
      answerTo(named('yes'), { yes: true }, { revision: 2 }),
      answerTo(named('yes'), {}, { revision: 9 }),
    ];
    const { learner, attempt, named, option } = await begin('quiz', await Learner.signedIn(app));
    const answers = answersTo(named, option);
    await learner.save(attempt.id, answers);
    const expected = await stateOf(learner, attempt);
    const [, , , north, south] = answers;
    const winner = north!.clientId > south!.clientId ? north : south;
    const byName = Object.fromEntries(expected.map((each) => [each.itemId, each]));
    expect(byName[named('single').id].optionIds).toEqual(winner!.optionIds);
    expect(byName[named('text').id]).toMatchObject({ text: 'c', revision: 3 });
    expect(byName[named('yes').id]).toMatchObject({ yes: null, revision: 9 });

    // The same answers in other attempts of the same paper: backwards, one by one, twice, and by two devices at once.
    const ways: ((learner: Learner, id: string, answers: SentAnswer[]) => Promise<unknown>)[] = [
      (who, id, all) => who.save(id, all.toReversed()),
      async (who, id, all) => {
        for (const each of all.toReversed()) await who.save(id, [each, each]);
      },
      async (who, id, all) => {
        await Promise.all([
          who.save(id, all),
          who.save(id, all.toReversed()),
          ...all.map((each) => who.save(id, [each])),
        ]);
        await who.save(id, all.slice(0, 3));
      },
    ];
    for (const way of ways) {
      const again = await begin('quiz', await Learner.signedIn(app));
      const same = answersTo(again.named, again.option).map((each, index) => ({
        ...each,
        clientId: answers[index]!.clientId,
      }));
      await way(again.learner, again.attempt.id, same);
      expect(await rowsOf(again.attempt)).toBe(same.length);
      const state = await stateOf(again.learner, again.attempt);
      const withoutIds = (items: any[]): object[] => items.map((each) => ({ ...each, itemId: null }));
      expect(withoutIds(state)).toEqual(withoutIds(expected));
    }
  });

  test('whose reply was lost is not saved twice, with or without an Idempotency-Key', async () => {
    const { learner, attempt, named } = await begin('quiz', await Learner.signedIn(app));
    const answers = [answerTo(named('text'), { text: 'once' })];
    const key = { 'idempotency-key': randomUUID() };
    const first = await learner.trySave(attempt.id, answers, key);
    expect(await learner.trySave(attempt.id, answers, key)).toEqual(first);
    expect(await learner.trySave(attempt.id, answers)).toEqual(first);
    expect(await rowsOf(attempt)).toBe(1);
    expect(refusalOf(await learner.trySave(attempt.id, [answerTo(named('yes'), {})], key)).problems).toMatchObject([
      { pointer: '/Idempotency-Key' },
    ]);
  });

  test('is taken until the grace after the deadline has passed, and not when submitted', async () => {
    const { learner, attempt, named } = await begin('timed');
    const early = answerTo(named('yes'), { yes: true });
    await learner.save(attempt.id, [early]);
    await letPass(app, attempt.id, 10 * 60 + 20);
    const inGrace = answerTo(named('text'), { text: 'idempotence' });
    expect(await learner.save(attempt.id, [inGrace])).toMatchObject({ state: 'IN_PROGRESS', answeredCount: 2 });
    await letPass(app, attempt.id, 11);
    const late = answerTo(named('numeric'), { number: 250 });
    const { deadline } = await learner.read(attempt.id, 'deadline');
    const closed = { code: 'ATTEMPT_CLOSED', state: 'EXPIRED', deadline };
    expect(refusalOf(await learner.trySave(attempt.id, [late]))).toMatchObject(closed);
    expect(refusalOf(await learner.trySave(attempt.id, [early, late]))).toMatchObject(closed);
    // What was acknowledged is acknowledged again; nothing is new about it.
    expect(await learner.save(attempt.id, [early, inGrace])).toMatchObject({ state: 'EXPIRED', answeredCount: 2 });
    expect(await rowsOf(attempt)).toBe(2);

    const handedIn = await begin();
    await handedIn.learner.save(
      handedIn.attempt.id,
      [early].map((each) => ({ ...each, itemId: handedIn.named('yes').id })),
    );
    await handedIn.learner.submit(handedIn.attempt.id);
    const after = await handedIn.learner.trySave(handedIn.attempt.id, [
      answerTo(handedIn.named('yes'), { yes: false }),
    ]);
    expect(refusalOf(after)).toMatchObject({ code: 'ATTEMPT_CLOSED', state: 'SUBMITTED', deadline: null });
  });

  test('that was acknowledged is there in another process of the product, on another device', async () => {
    const { learner, attempt, named } = await begin('timed');
    await learner.save(attempt.id, [answerTo(named('text'), { text: 'kept' })]);
    const before = await learner.read(
      attempt.id,
      'paper { items { id options { id } } } items { text answeredAt } deadline',
    );
    const other = await app.alongside();
    try {
      const again = learner.at(other);
      expect(
        await again.read(attempt.id, 'paper { items { id options { id } } } items { text answeredAt } deadline'),
      ).toEqual(before);
      expect((await again.start('timed')).id).toBe(attempt.id);
      await again.save(attempt.id, [answerTo(named('yes'), { yes: true })]);
      expect(await again.submit(attempt.id)).toMatchObject({ state: 'SUBMITTED', result: { points: 6 } });
    } finally {
      await other.stop();
    }
    expect(await learner.submit(attempt.id)).toMatchObject({ result: { points: 6 } });
  });
});
