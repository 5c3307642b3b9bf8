import { SigningKeys } from '../../../src/accounts/session/signing-keys';
import type { Draft } from '../../../src/content/publishing/resolve-references';
import type { AnswerKeyContent, QuestionContent } from '../../../src/content/question/question.content';
import { claimLearners } from '../../../src/learning/learner/claim-learners';
import { seededRandom } from '../../../src/learning/grading/seeded-random';
import { issueReceipts } from '../../../src/learning/receipt/issue-receipts';
import { scoreOf } from '../../../src/learning/receipt/receipt-payload';
import { verifyReceipts } from '../../../src/learning/receipt/verify-receipts';
import { publishDrafts } from '../../setup/content-store';
import { quizOfEachKind } from '../../factories/paper';
import { keyOfAttempt, Learner } from '../../setup/learners';
import { partsOf, verifiedReceipt } from '../../setup/receipts';
import { answerAndSubmit, startAttempts, type TakenAttempt } from '../../setup/taken-attempts';
import { startTestApp, type TestApp } from '../../setup/test-app';
import { starterContent } from '../../setup/walk-targets';

const COUNT = 200;

let app: TestApp;
let learner: Learner;
/** Claimed by the learner's account, before their receipts were asked for and after it. */
let taken: TakenAttempt[];
const receipts = new Map<string, string>();

beforeAll(async () => {
  app = await startTestApp('content');
  await publishDrafts(app.dataSource, quizOfEachKind('tour'));
  const slugs = [
    'backend-engineer-exam',
    'career-fit-test',
    'backend-engineer-self-check',
    'system-design-basics-quiz',
    'tour',
  ];
  taken = await startAttempts(
    app,
    Array.from({ length: COUNT }, (_, index) => slugs[index % slugs.length]!),
  );
  await answerAndSubmit(app, taken, seededRandom(4));
  learner = await Learner.signedIn(app);
}, 120_000);
afterAll(() => app.stop());

const issuer = () => ({ keys: new SigningKeys(app.dataSource), issuer: 'careergraph' });
const claim = (attempts: readonly TakenAttempt[]) =>
  app.dataSource.transaction((manager) =>
    claimLearners(
      manager,
      learner.userId!,
      attempts.map(({ token }) => token),
    ),
  );

/** Every question of the database with another prompt, another order of options and another key, published. */
async function editEveryQuestion(): Promise<void> {
  const drafts = [...(await starterContent()), ...quizOfEachKind('tour')]
    .filter(({ kind }) => kind.kind === 'QUESTION')
    .map((draft): Draft => ({ ...draft, content: edited(draft.content as QuestionContent) }));
  const { publication } = await publishDrafts(app.dataSource, drafts);
  const [{ count }] = await app.dataSource.query<[{ count: number }]>(
    'SELECT count(*)::int AS count FROM publication_item WHERE publication_number = $1',
    [publication],
  );
  expect(count).toBe(drafts.length);
}

function edited(content: QuestionContent): QuestionContent {
  const { key = {}, options, points = 1 } = content;
  const others = options?.map(({ id }) => id!).filter((id) => !key.correctOptions?.includes(id));
  const other: Partial<AnswerKeyContent> = {
    ...(key.correctOptions && { correctOptions: others!.slice(0, content.kind === 'SINGLE_CHOICE' ? 1 : undefined) }),
    ...(key.order && { order: key.order.toReversed() }),
    ...(key.number !== undefined && { number: key.number + 1_000_000 }),
    ...(key.acceptedTexts && { acceptedTexts: ['nothing of the kind'] }),
    ...(key.yes !== undefined && { yes: !key.yes }),
    ...(key.affinities && { affinities: key.affinities.map((each) => ({ ...each, weight: -each.weight })) }),
  };
  return {
    ...content,
    prompt: `${content.prompt} (edited)`,
    points: points === 20 ? 19 : points + 1,
    ...(options && { options: options.toReversed() }),
    ...(content.key && { key: { ...key, ...other } }),
  };
}

test('200 receipts replay to their scores after every one of their questions was edited and republished', async () => {
  await claim(taken.slice(0, 100));
  const refs = taken.map(({ learnerId, attemptId }, index) => ({
    learnerId: index < 100 ? learner.userId! : learnerId,
    attemptId,
    gradeNumber: 1,
  }));
  // The first one makes the key.
  const [first] = await issueReceipts(app.dataSource, issuer(), refs.slice(0, 1));
  const some = await app.dataSource.logger.during(() => issueReceipts(app.dataSource, issuer(), refs.slice(1, 3)));
  const rest = await app.dataSource.logger.during(() => issueReceipts(app.dataSource, issuer(), refs.slice(3)));
  expect(rest.statements.length).toBe(some.statements.length);
  [first!, ...some.result, ...rest.result].forEach((text, index) => receipts.set(taken[index]!.attemptId, text!));
  await claim(taken.slice(100));

  await editEveryQuestion();
  const grades = await app.dataSource.query<{ id: string; points: string; percent: string; result: any }[]>(
    'SELECT attempt_id AS id, points, percent, result FROM grade',
  );
  expect(grades).toHaveLength(COUNT);
  const keys = new SigningKeys(app.dataSource);
  const verified = await verifyReceipts(
    app.dataSource.manager,
    keys,
    grades.map(({ id }) => receipts.get(id)!),
  );
  grades.forEach(({ id, points, percent, result }, index) => {
    const { valid, matches, problems, stated, replayed } = verified[index]!;
    expect([id, valid, matches, problems]).toEqual([id, true, true, []]);
    expect(replayed).toEqual(stated);
    expect(replayed).toEqual(scoreOf(result));
    expect([replayed!.points, replayed!.percent].map(String)).toEqual(
      [points, percent].map((value) => (value === null ? 'null' : String(Number(value)))),
    );
  });
  for (const { attemptId } of taken.slice(0, 5)) {
    const { valid, matches, stated, replayed } = await verifiedReceipt(app, receipts.get(attemptId)!);
    expect([valid, matches, replayed]).toEqual([true, true, stated]);
  }
  // They are of all sorts: the test would show little if they were not.
  const kinds = new Set(grades.map(({ points }) => points));
  expect(kinds.size).toBeGreaterThan(30);
  const payloads = [...receipts.values()].map((text) => partsOf(text).payload);
  const fields: string[] = payloads.flatMap(({ items }) =>
    items.map(({ answer }: any): string => Object.keys(answer ?? {}).join()),
  );
  expect([...new Set(fields)].toSorted()).toEqual([
    '',
    'number',
    'number,unit',
    'optionIds',
    'text',
    'textSha256',
    'yes',
  ]);
}, 120_000);

test('a receipt is the same text whenever its learner asks, before a claim and after it', async () => {
  const page = async (after: string | null) =>
    (
      await app.ask(
        `query ($after: String) { viewer { attempts(first: 100, after: $after) {
          edges { node { id receipt } } pageInfo { endCursor } } } }`,
        { after },
        learner.headers,
      )
    ).viewer.attempts;
  const one = await page(null);
  const two = await page(one.pageInfo.endCursor);
  const shown = [...one.edges, ...two.edges].map(({ node }: any) => [keyOfAttempt(node.id), node.receipt]);
  expect(shown).toHaveLength(COUNT);
  expect(shown.filter(([id, text]) => text !== receipts.get(id))).toEqual([]);
});

test('a list of attempts with receipts costs the same statements for 2 and for 100, also where all are signed just now', async () => {
  const count = async (first: number) => {
    const query = `{ viewer { attempts(first: ${first}) { edges { node { receipt } } } } }`;
    const ask = () => app.ask(query, {}, learner.headers);
    return (await app.dataSource.logger.during(ask)).statements.length;
  };
  expect(await count(2)).toBe(await count(100));
  const forget = () => app.dataSource.query('DELETE FROM receipt');
  await forget();
  const two = await count(2);
  await forget();
  expect(await count(100)).toBe(two);
});
