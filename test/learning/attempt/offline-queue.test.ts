import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { SAVE_ANSWERS } from '../../setup/learner-operations';
import { Learner } from '../../setup/learners';
import { startTestApp, type TestApp } from '../../setup/test-app';

type Queue = {
  put(answer: object): void;
  learn(items: readonly object[]): void;
  flush(): Promise<{ left: number; refused: { code: string; answer: object }[] }>;
};
type MakeQueue = (options: object) => Queue;

/** The queue that the guide shows, as it stands there. */
const [, code] = /```js\n([^]*?)```/.exec(readFileSync('docs/frontends-guide.md', 'utf8'))!;
const makeAnswerQueue = new Function(`${code!.replace('export function', 'return function')}`)() as MakeQueue;

/** A device: its storage outlives its pages, and its network does what it is told. */
function device(app: TestApp, { token }: Learner, attemptId: string) {
  const stored = new Map<string, string>();
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, text: string) => stored.set(key, text),
  };
  let fate: 'up' | 'down' | 'reply lost' = 'up';
  const send = async (variables: object) => {
    if (fate === 'down') throw new Error('there is no network');
    const answer = await app.send(SAVE_ANSWERS, variables);
    if (fate === 'reply lost') throw new Error('the reply was lost');
    return answer;
  };
  const open = () => makeAnswerQueue({ storage, send, attemptId, attemptToken: token });
  let page = open();
  return {
    get page() {
      return page;
    },
    reload: () => (page = open()),
    tryFlush: async (how: typeof fate) => {
      fate = how;
      await page.flush().catch((error: Error) => expect(error.message).toMatch(/network|lost/));
      fate = 'up';
    },
  };
}

let app: TestApp;
beforeAll(async () => (app = await startTestApp('content')));
afterAll(() => app.stop());

test('an answer that is refused leaves the queue and is told, and those beside it are saved', async () => {
  const learner = new Learner(app);
  const { id, paper } = await learner.start('backend-engineer-self-check');
  const { page } = device(app, learner, id);
  const [first, second, third] = paper.items;
  page.put({ itemId: first!.id, yes: true });
  page.put({ itemId: second!.id, text: 'not by yes or no' });
  page.put({ itemId: third!.id, yes: false });
  const { left, refused } = await page.flush();
  expect(left).toBe(0);
  expect(refused).toMatchObject([{ code: 'BAD_USER_INPUT', answer: { itemId: second!.id } }]);
  expect((await learner.read(id)).items.map(({ yes }: any) => yes)).toEqual([true, null, false]);
  await learner.submit(id);
  page.put({ itemId: second!.id, yes: true });
  expect(await page.flush()).toMatchObject({ left: 0, refused: [{ code: 'ATTEMPT_CLOSED' }] });
});

test('long texts that gathered without a network go out in requests that the server takes', async () => {
  const learner = new Learner(app);
  const { id, paper } = await learner.start('backend-engineer-exam');
  const { page } = device(app, learner, id);
  const text = paper.items.find(({ kind }) => kind === 'SHORT_TEXT')!;
  for (let count = 0; count < 60; count += 1) page.put({ itemId: text.id, text: `${count} ${'多'.repeat(6_000)}` });
  expect(await page.flush()).toEqual({ left: 0, refused: [] });
  expect((await learner.read(id)).answeredCount).toBe(1);
});

test('whatever the network does, the last answer to each question is what the server has in the end', async () => {
  const steps = fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.record({ item: fc.nat({ max: 2 }), yes: fc.boolean() }) },
      { weight: 2, arbitrary: fc.constantFrom('up' as const, 'down' as const, 'reply lost' as const) },
      { weight: 1, arbitrary: fc.constant('reload' as const) },
    ),
    { minLength: 4, maxLength: 25 },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      const learner = new Learner(app);
      const { id, paper } = await learner.start('backend-engineer-self-check');
      const phone = device(app, learner, id);
      const last = new Map<string, boolean>();
      for (const step of sequence) {
        if (step === 'reload') phone.reload();
        else if (typeof step === 'string') await phone.tryFlush(step);
        else {
          const { id: itemId } = paper.items[step.item]!;
          phone.page.put({ itemId, yes: step.yes });
          last.set(itemId, step.yes);
        }
      }
      expect(await phone.page.flush()).toEqual({ left: 0, refused: [] });
      const { items } = await learner.read(id);
      expect(items.map(({ itemId, yes }: any) => [itemId, yes])).toEqual(
        paper.items.map((item) => [item.id, last.get(item.id) ?? null]),
      );
    }),
    { numRuns: 15 },
  );
});

test('what is stuck on one device never overwrites what another one has seen and changed since', async () => {
  const learner = new Learner(app);
  const { id, paper } = await learner.start('backend-engineer-self-check');
  const [phone, tablet] = [device(app, learner, id), device(app, learner, id)];
  const itemId = paper.items[0]!.id;
  phone.page.put({ itemId, yes: false });
  await phone.tryFlush('reply lost');
  tablet.page.learn((await learner.read(id)).items);
  tablet.page.put({ itemId, yes: true });
  await tablet.page.flush();
  await phone.page.flush();
  expect((await learner.read(id)).items[0]).toMatchObject({ yes: true, revision: 2 });
});
