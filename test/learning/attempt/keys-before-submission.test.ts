import type { AnswerKeyContent } from '../../../src/content/question/question.content';
import { questionsOfEachKind, quizOver } from '../../factories/paper';
import { publishDrafts } from '../../setup/content-store';
import { type AnswerValue, Learner, type SentAnswer, type StartedAttempt } from '../../setup/learners';
import { startTestApp, type TestApp } from '../../setup/test-app';

/*
 * Before submission nothing depends on a key: two databases differ in nothing but the keys, somebody does the same in both,
 * and gets the same answers to the byte, by the same statements.
 */

const keys: Record<string, AnswerKeyContent[]> = {
  single: [{ correctOptions: ['south'], explanation: 'Short.' }, { correctOptions: ['north'] }],
  multiple: [
    { correctOptions: ['red', 'green'] },
    { correctOptions: ['grey'], explanation: 'A long one. '.repeat(20).trim() },
  ],
  ordering: [{ order: ['january', 'february', 'march'] }, { order: ['march', 'january', 'february'] }],
  numeric: [
    { number: 250, tolerance: 5 },
    { number: 7.25, tolerancePercent: 10 },
  ],
  text: [{ acceptedTexts: ['Idempotency'] }, { acceptedTexts: ['one', 'two', 'three'], caseSensitive: true }],
  yes: [{ yes: true }, { yes: false }],
};

const apps: TestApp[] = [];
beforeAll(async () => {
  for (const index of [0, 1]) {
    const app = await startTestApp('empty');
    apps.push(app);
    const questions = questionsOfEachKind('quiz').map((draft) => {
      const key = keys[draft.slug.slice('quiz-'.length)]?.[index];
      return key ? { ...draft, content: { ...draft.content, key } } : draft;
    });
    await publishDrafts(app.dataSource, [...questions, quizOver('quiz', 'quiz', { timeLimitMinutes: 30 })]);
  }
});
afterAll(() => Promise.all(apps.map((app) => app.stop())));

/** What somebody may send as an answer to anything, right, wrong or malformed. */
const values: AnswerValue[] = [
  {},
  { optionIds: [] },
  ...[0, 1, 2, 3].map((index) => ({ optionIds: [`option ${index}`] })),
  { optionIds: ['option 0', 'option 1', 'option 2'] },
  { optionIds: ['option 2', 'option 0', 'option 1'] },
  { optionIds: ['option 0', 'option 0'] },
  { text: 'Idempotency' },
  { text: 'two' },
  { number: 250 },
  { number: 7.25, unit: 's' },
  { number: 1, unit: 'h' },
  { yes: true },
  { yes: false },
];

const fieldOf: Record<string, string> = {
  SINGLE_CHOICE: 'optionIds',
  MULTIPLE_CHOICE: 'optionIds',
  ORDERING: 'optionIds',
  NUMERIC: 'number',
  SHORT_TEXT: 'text',
  YES_NO: 'yes',
};

/** Does the same in each database; resolves to all that was answered, without what chance and the clock say, and to the statements. */
async function walk(app: TestApp): Promise<{ answers: string[]; statements: string[] }> {
  const answers: string[] = [];
  const learner = new Learner(app);
  const { statements } = await app.dataSource.logger.during(async () => {
    const attempt = await learner.start('quiz');
    const say = (answer: unknown) => answers.push(plain(JSON.stringify(answer), attempt, learner.token!));
    // The order of options is of chance, so they are named in the order of the content.
    const items = attempt.paper.items.map((item) => ({
      ...item,
      options: item.options.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    }));
    say(items);
    let count = 0;
    const answer = (item: (typeof items)[number], value: AnswerValue): SentAnswer => {
      count += 1;
      const optionIds = value.optionIds?.map((name) => item.options[Number(name.at(-1))]?.id ?? name);
      const clientId = `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
      return { clientId, itemId: item.id, revision: count, ...value, ...(optionIds && { optionIds }) };
    };
    for (const value of values) {
      // To all questions at once, where it can't be right for all of them; then to those that it goes with.
      say(
        await learner.trySave(
          attempt.id,
          items.map((item) => answer(item, value)),
        ),
      );
      const [field] = Object.keys(value);
      for (const item of items.filter(({ kind }) => field && fieldOf[kind] === field))
        say(await learner.trySave(attempt.id, [answer(item, value)]));
    }
    say(
      await learner.read(
        attempt.id,
        'state answeredCount reviewAvailability { state at } result { points } review { itemId } items { itemId optionIds text number unit yes revision rubric { id } }',
      ),
    );
    say(await learner.tryStart('quiz').then(({ errors, data }) => [errors, data.startAttempt.attempt.state]));
  });
  return { answers, statements: statements.map(({ text }) => text) };
}

/** The same text for two attempts: ids, tokens and moments taken out. */
function plain(text: string, attempt: StartedAttempt, token: string): string {
  const named = attempt.paper.items.reduce((all, { id, position }) => all.replaceAll(id, `item ${position}`), text);
  return named
    .replaceAll(attempt.id, 'attempt')
    .replaceAll(token, 'token')
    .replace(/"requestId":"[^"]*"/g, '"requestId":""')
    .replace(/"\d{4}-\d\d-\d\dT[^"]*Z"/g, '"moment"');
}

test('all that somebody gets before submission is the same whatever the keys say, and so are the statements', async () => {
  const [first, second] = [await walk(apps[0]!), await walk(apps[1]!)];
  expect(first.answers.length).toBeGreaterThan(40);
  expect(first.answers.filter((answer) => answer.includes('BAD_USER_INPUT')).length).toBeGreaterThan(10);
  expect(
    first.answers.filter((answer) => answer.includes('"data"') && !answer.includes('"errors"')).length,
  ).toBeGreaterThan(10);
  expect(second.answers).toEqual(first.answers);
  expect(second.statements).toEqual(first.statements);
  expect(first.statements.filter((text) => /vault|answer_key|affinity/.test(text))).toEqual([]);
});

test('after submission the same answers are another result: the keys do differ', async () => {
  const results = await Promise.all(
    apps.map(async (app) => {
      const learner = new Learner(app);
      const attempt = await learner.start('quiz');
      const yes = attempt.paper.items.find(({ kind }) => kind === 'YES_NO')!;
      await learner.save(attempt.id, [{ clientId: '00000000-0000-4000-8000-000000000001', itemId: yes.id, yes: true }]);
      return (await learner.submit(attempt.id)).result.points;
    }),
  );
  expect(results).toEqual([6, 0]);
});
