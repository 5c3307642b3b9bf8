import { randomUUID } from 'node:crypto';
import { QuestionKind } from '../../src/content/question/question-kind';
import type { QuestionContent } from '../../src/content/question/question.content';
import { questionKind } from '../../src/content/question/question.kind';
import type { Draft } from '../../src/content/publishing/resolve-references';
import { quizOfEachKind } from '../factories/paper';
import { publishDrafts } from '../setup/content-store';
import { withSameDice } from '../setup/dice';
import { sendRaw } from '../setup/graphql-request';
import { SAVE_ANSWERS, START_ATTEMPT, SUBMIT_ATTEMPT } from '../setup/learner-operations';
import { type AnswerValue, type AskedItem, type SentAnswer, WHOLE_ATTEMPT } from '../setup/learners';
import { startTestApp, type TestApp } from '../setup/test-app';
import { withTwinKeys } from '../setup/twin-keys';
import { excerpts, saidIn } from '../setup/walk-answers';
import { slugsByKind, starterContent } from '../setup/walk-targets';

/*
 * Before an attempt is submitted, nothing that a caller sees depends on a key: two databases differ in nothing but their keys,
 * the same attempts are taken at both by the same requests, and what comes back is compared to the byte.
 */

const twins = [
  { twin: 0, mark: 'KEYMARK', entries: 3, number: 999_999_937 },
  { twin: 1, mark: 'KEYTWIN', entries: 2, number: 700_000_001 },
] as const;

/** What one request brought. */
interface Exchange {
  readonly name: string;
  readonly status: number;
  /** The body, with every moment taken out. */
  readonly text: string;
  /** The bytes of the body as it came. */
  readonly size: number;
  /** The texts of the statements that it ran. */
  readonly statements: readonly string[];
}

const apps: TestApp[] = [];
/** The questions of each twin, by their prompts. */
const questions: Map<string, QuestionContent>[] = [];
let slugs: string[];
const taken: Exchange[][] = [];

beforeAll(async () => {
  const files = [...(await starterContent()), ...quizOfEachKind('every')];
  const documents = slugsByKind(files as never, []);
  slugs = documents.get('ASSESSMENT')!;
  for (const marking of twins) {
    const app = await startTestApp('content');
    apps.push(app);
    const drafts = withTwinKeys(files, { ...marking, documents });
    await publishDrafts(app.dataSource, [...drafts, ...files.filter(({ slug }) => slug === 'every')]);
    const own = drafts
      .filter(({ kind }) => kind === questionKind)
      .map(({ content }: Draft) => content as QuestionContent);
    questions.push(new Map(own.map((content) => [content.prompt, content])));
  }
  for (const app of apps) taken.push(await withSameDice('all', () => takeAll(app)));
}, 120_000);
afterAll(() => Promise.all(apps.map((app) => app.stop())));

/** Takes every assessment of an app, and hands none in. */
async function takeAll(app: TestApp): Promise<Exchange[]> {
  const seen: Exchange[] = [];
  const known = new Set<string>();
  for (const slug of slugs) await new Candidate(app, slug, seen, known).take();
  return seen;
}

/** Somebody without an account at one assessment, who tries whatever can be tried. */
class Candidate {
  private attemptId = '';
  private token = '';
  private items: readonly AskedItem[] = [];

  constructor(
    private readonly app: TestApp,
    private readonly slug: string,
    private readonly seen: Exchange[],
    /** The kinds of questions that were answered one by one already. */
    private readonly known = new Set<string>(),
  ) {}

  async take(): Promise<void> {
    await this.start();
    await this.read('at first');
    // Right by one key, right by the other, and neither: which is which, nobody but this test knows.
    const choicesFor = (item: AskedItem) => [...questions.map((each) => rightAnswer(item, each)), neutral(item)];
    const right = this.items.flatMap((item) => choicesFor(item).map((value) => ({ ...value, itemId: item.id })));
    await this.save('right and wrong', right);
    const wrong = this.items.flatMap((item) =>
      wrongAnswers(item, this.items).map((each) => ({ itemId: item.id, ...each })),
    );
    for (let start = 0; start < wrong.length; start += 200)
      await this.save(`all wrong ${start}`, wrong.slice(start, start + 200));
    for (const item of this.items) {
      if (this.known.has(item.kind)) continue;
      this.known.add(item.kind);
      for (const [index, value] of choicesFor(item).entries())
        await this.save(`${item.kind} by key ${index}`, [{ ...value, itemId: item.id }]);
      for (const [index, each] of wrongAnswers(item, this.items).entries())
        await this.save(`${item.kind} wrong ${index}`, [{ itemId: item.id, ...each }]);
    }
    const [first] = this.items;
    await this.send('self-review', SELF_REVIEW, { input: { ...this.proof(), itemId: first!.id, rubricItemIds: [] } });
    await this.send('a wrong token', READ, { id: this.attemptId, token: `${this.token}x` });
    await this.send('no token', READ, { id: this.attemptId });
    await this.start();
    await this.read('in the end');
  }

  /** Starts it, or comes back to it. */
  async start(): Promise<void> {
    const token = this.token || undefined;
    const { startAttempt } = await this.send('start', START_ATTEMPT, {
      input: { assessment: this.slug, attemptToken: token },
    });
    this.token ||= startAttempt.attemptToken;
    this.attemptId = startAttempt.attempt.id;
    this.items = startAttempt.attempt.paper.items;
  }

  async submit(): Promise<void> {
    await this.send('submit', SUBMIT_ATTEMPT, { input: this.proof() });
    await this.read('submitted');
  }

  private proof(): object {
    return { attemptId: this.attemptId, attemptToken: this.token };
  }

  private async save(name: string, answers: readonly Omit<SentAnswer, 'clientId'>[]): Promise<void> {
    const sent = answers.map((answer) => ({ clientId: randomUUID(), ...answer }));
    await this.send(name, SAVE_ANSWERS, { input: { ...this.proof(), answers: sent } });
  }

  private async read(name: string): Promise<void> {
    await this.send(`read ${name}`, READ, { id: this.attemptId, token: this.token });
  }

  private async send(name: string, query: string, variables: object): Promise<any> {
    const body = JSON.stringify({ query, variables });
    const { result, statements } = await this.app.dataSource.logger.during(() => sendRaw(this.app, { body }));
    this.seen.push({
      name: `${this.slug}: ${name}`,
      status: result.status,
      text: result.text.replace(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"a moment"'),
      size: Buffer.byteLength(result.text),
      statements: statements.map(({ text }) => text).toSorted(),
    });
    return result.data;
  }
}

const READ = `query ($id: ID!, $token: String) { attempt(id: $id, attemptToken: $token) { serverTime ${WHOLE_ATTEMPT} } }`;
const SELF_REVIEW = `mutation ($input: SelfReviewAnswerInput!) { selfReviewAnswer(input: $input) { attempt { id } } }`;

/** What a key says is right; something else where it says nothing. */
function rightAnswer(item: AskedItem, known: ReadonlyMap<string, QuestionContent>): AnswerValue {
  const { key = {}, options = [] } = known.get(item.prompt)!;
  const shown = (ids: readonly string[]) => {
    const texts = ids.map((id) => options.find((option) => option.id === id)!.text);
    return { optionIds: texts.map((text) => item.options.find((option) => option.text === text)!.id) };
  };
  if (key.correctOptions) return shown(key.correctOptions);
  if (key.order) return shown(key.order);
  if (key.number !== undefined) return { number: key.number };
  if (key.acceptedTexts) return { text: key.acceptedTexts[0] };
  if (key.yes !== undefined) return { yes: key.yes };
  return neutral(item);
}

/** An answer that is no better than another. */
function neutral({ kind, options }: AskedItem): AnswerValue {
  if (kind === 'YES_NO') return { yes: false };
  if (kind === 'NUMERIC') return { number: 3 };
  if (kind === 'SHORT_TEXT' || kind === 'OPEN') return { text: 'Nothing.' };
  return { optionIds: kind === 'ORDERING' ? options.map(({ id }) => id) : [options[0]!.id] };
}

/** What no question of the kind takes, and what this one does not take: all of it is refused, or it is no answer. */
function wrongAnswers({ options }: AskedItem, items: readonly AskedItem[]): (AnswerValue & { itemId?: string })[] {
  const foreign = items.find((item) => item.options.length > 0 && item.options !== options)?.options[0]?.id ?? 'none';
  const [first = 'none', ...others] = options.map(({ id }) => id);
  return [
    { optionIds: [first] },
    { optionIds: [first, first] },
    { optionIds: [first, ...others] },
    { optionIds: [first, ...others, foreign] },
    { optionIds: others },
    { optionIds: [foreign] },
    { optionIds: ['KEYMARK'] },
    { optionIds: [] },
    { text: 'KEYMARK' },
    { text: '\u0000' },
    { text: 'x'.repeat(10_001) },
    { number: twins[0].number },
    { number: 1, unit: 'no unit' },
    { unit: 'ms' },
    { yes: true },
    { yes: false, text: 'KEYTWIN', number: 1 },
    { yes: true, itemId: 'x' },
    {},
  ];
}

test('the keys of both databases differ for every question, and all that they say is graded', async () => {
  const [first, second] = questions;
  expect([...first!.keys()]).toEqual([...second!.keys()]);
  for (const [prompt, { key }] of first!) expect(key).not.toEqual(second!.get(prompt)!.key);
  for (const [index, app] of apps.entries()) {
    const rows = await app.dataSource.query<{ slug: string; key: string }[]>(
      `SELECT d.slug, k.content::text AS key FROM document d JOIN vault.answer_key k ON k.edition_id = d.published_edition_id
       WHERE d.kind = 'QUESTION'`,
    );
    expect(rows.length).toBe(first!.size);
    expect(rows.filter(({ key }) => !key.includes(twins[index]!.mark))).toEqual([]);
  }
});

test('every assessment was taken, and every kind of question was answered, rightly and wrongly', () => {
  const [seen] = taken;
  for (const slug of slugs) expect(seen!.some(({ name }) => name === `${slug}: read in the end`)).toBe(true);
  for (const kind of Object.values(QuestionKind)) {
    const found = (what: string) => seen!.filter(({ name }) => name.includes(`: ${kind} ${what}`));
    expect([kind, found('by key').map(({ text }) => text.includes('"errors"'))]).toEqual([
      kind,
      found('by key').map(() => false),
    ]);
    expect(found('by key').length).toBeGreaterThan(0);
    expect(found('wrong').filter(({ text }) => text.includes('BAD_USER_INPUT')).length).toBeGreaterThan(10);
  }
});

test('both answer the same to the byte, in the same size, by the same statements', () => {
  const [first, second] = taken;
  expect(first!.length).toBeGreaterThan(250);
  expect(second!.map(({ name }) => name)).toEqual(first!.map(({ name }) => name));
  const differing = first!.filter((exchange, index) => JSON.stringify(exchange) !== JSON.stringify(second![index]));
  expect(differing.map(({ name }) => name)).toEqual([]);
});

test('no statement touches the vault, and no answer holds a text or a number of a key that was not sent', () => {
  for (const seen of taken) {
    const statements = seen.flatMap((exchange) => exchange.statements);
    expect(statements.filter((text) => /vault|answer_key|affinity/.test(text))).toEqual([]);
    // What was sent as an answer comes back: explanations never were.
    const said = saidIn(new Map(seen.map(({ name, text }, index) => [`${index} ${name}`, text])));
    expect(excerpts(said, /KEY(MARK|TWIN)-question-key\.explanation/)).toEqual([]);
  }
});

test('once it is submitted, the same comparison finds the keys', async () => {
  const submitted: Exchange[][] = [];
  for (const app of apps) {
    const seen: Exchange[] = [];
    await withSameDice('handed in', async () => {
      const candidate = new Candidate(app, 'every', seen);
      await candidate.start();
      await candidate.submit();
    });
    submitted.push(seen);
  }
  const [first, second] = submitted;
  expect(first![0]!.text).toBe(second![0]!.text);
  const { text, statements } = first!.at(-1)!;
  expect(text).toContain('KEYMARK');
  expect(text).not.toBe(second!.at(-1)!.text);
  expect(first!.at(-1)!.size).not.toBe(second!.at(-1)!.size);
  expect(statements.some((each) => each.includes('vault'))).toBe(true);
});
