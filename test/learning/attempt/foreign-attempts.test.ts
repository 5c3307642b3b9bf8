import { randomBytes } from 'node:crypto';
import { getNamedType, isInputObjectType } from 'graphql';
import { makeSchema } from '../../../src/kernel/graphql/schema';
import { toGlobalId } from '../../../src/kernel/graphql/global-id';
import { modules } from '../../../src/modules';
import { quizOfEachKind } from '../../factories/paper';
import { publishDrafts } from '../../setup/content-store';
import { answerTo, dataOf, keyOfAttempt, Learner, problemsOf, refusalOf } from '../../setup/learners';
import { rootCoordinates, rootFieldOf } from '../../setup/reachable-types';
import { startTestApp, type TestApp } from '../../setup/test-app';

/*
 * What somebody else's attempt answers to whoever is not its learner, by every field that takes the id of one.
 */

const schema = makeSchema(modules);

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('empty');
  await publishDrafts(app.dataSource, quizOfEachKind('quiz'));
});
afterAll(() => app.stop());

/** Every root field that names an attempt, as somebody would try it at an attempt of somebody else. */
const tries: Record<string, (who: Learner, attemptId: string, itemId: string) => ReturnType<Learner['tryRead']>> = {
  'Mutation.saveAnswers': (who, id, itemId) => who.trySave(id, [answerTo({ id: itemId }, { yes: true })]),
  'Mutation.selfReviewAnswer': (who, id, itemId) => who.trySelfReview(id, itemId, []),
  'Mutation.submitAttempt': (who, id) => who.trySubmit(id),
  'Query.attempt': (who, id) => who.tryRead(id),
};

test('the fields that take the id of an attempt are these', () => {
  const found = rootCoordinates(schema).filter((coordinate) => {
    const { args, name } = rootFieldOf(schema, coordinate);
    const inputs = args.flatMap(({ type }) => {
      const input = getNamedType(type);
      return isInputObjectType(input) ? Object.keys(input.getFields()) : [];
    });
    return inputs.includes('attemptId') || name === 'attempt';
  });
  expect(found.toSorted()).toEqual(Object.keys(tries));
});

/** Everything that is stored of attempts. */
const stored = async (): Promise<unknown> =>
  app.dataSource.query(
    `SELECT (SELECT jsonb_agg(a ORDER BY a.id) FROM attempt a) AS attempts, (SELECT count(*) FROM answer) AS answers,
       (SELECT count(*) FROM grade) AS grades, (SELECT count(*) FROM self_review) AS reviews`,
  );

describe.each([
  ['without an account', async () => new Learner(app)],
  ['with an account', () => Learner.signedIn(app)],
])('the attempt of somebody %s', (_who, make) => {
  test('is not there for anybody else, whatever they send, and stays as it is', async () => {
    const owner = await make();
    const running = await owner.start('quiz');
    const other = await make();
    const done = await other.start('quiz');
    await other.submit(done.id);
    const [stranger, holder] = [await Learner.signedIn(app), new Learner(app)];
    await holder.start('quiz');
    const bytes = Buffer.from((owner.token ?? holder.token)!.slice('cga_'.length), 'base64url');
    const strangers: Learner[] = [
      new Learner(app),
      stranger,
      holder,
      new Learner(app, {}, ''),
      new Learner(app, {}, owner.userId ?? keyOfAttempt(running.id)),
      new Learner(app, {}, `cga_${Buffer.concat([randomBytes(32), bytes.subarray(32)]).toString('base64url')}`),
      // Signed in, the own account counts, also with the right token.
      new Learner(app, stranger.headers, owner.token ?? holder.token),
    ];
    const before = await stored();
    const words = new Set<string>();
    for (const [field, attempt] of Object.entries(tries)) {
      for (const { id, paper } of [running, done]) {
        for (const who of strangers) {
          const { code, message } = refusalOf(await attempt(who, id, paper.items[6]!.id));
          expect([field, code]).toEqual([field, 'NOT_FOUND']);
          words.add(message);
        }
      }
      const missing = toGlobalId('Attempt', '00000000-0000-4000-8000-000000000000');
      words.add(refusalOf(await attempt(owner, missing, running.paper.items[6]!.id)).message);
    }
    // Nobody learns from the words which attempts there are.
    expect(words.size).toBe(1);
    expect(await stored()).toEqual(before);
    expect(dataOf(await owner.tryRead(running.id)).attempt.state).toBe('IN_PROGRESS');
  });

  test('is not found by what is no id of an attempt', async () => {
    const owner = await make();
    const { paper } = await owner.start('quiz');
    for (const [field, attempt] of Object.entries(tries)) {
      for (const id of [
        '',
        'x',
        '\u0000',
        paper.items[0]!.id,
        toGlobalId('Attempt', '1'),
        toGlobalId('Career', keyOfAttempt(toGlobalId('Attempt', 'x'))),
      ]) {
        const [problem] = problemsOf(await attempt(owner, id, paper.items[0]!.id));
        expect([field, problem]).toEqual([
          field,
          `${field === 'Query.attempt' ? '' : '/input'}/${field === 'Query.attempt' ? 'id' : 'attemptId'} id`,
        ]);
      }
    }
  });
});
