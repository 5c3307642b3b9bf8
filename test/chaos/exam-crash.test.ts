import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkoutFolder } from '../../src/checkout-folder';
import { CLAIM_ATTEMPTS, REGISTER, SAVE_ANSWERS, START_ATTEMPT, SUBMIT_ATTEMPT } from '../setup/learner-operations';
import type { AnswerValue, AskedItem, StartedAttempt } from '../setup/learners';
import { type ServerUnderChaos, startServer, type Victim } from './server-under-chaos';

/** `npm run soak` asks for many. */
const rounds = Number(process.env.SOAK_ROUNDS ?? '1');
const victims: readonly Victim[] = ['process', 'both', 'database'];
/** How often it dies in the course of one exam. */
const DEATHS = 2;

let folder: string;
let server: ServerUnderChaos | undefined;
beforeAll(() => {
  execFileSync(process.execPath, [path.join(checkoutFolder, 'scripts', 'build.mjs')]);
  folder = mkdtempSync(path.join(os.tmpdir(), 'careergraph-exam-'));
  chmodSync(folder, 0o755);
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Sent {
  readonly clientId: string;
  readonly itemId: string;
  readonly optionIds?: readonly string[] | null;
  readonly text?: string | null;
  readonly number?: number | null;
}

/** Some answer to a question; another one each time. */
function someAnswer({ kind, options }: AskedItem, n: number): AnswerValue {
  const ids = options.map(({ id }) => id);
  if (kind === 'NUMERIC') return { number: n + 0.5 };
  if (kind === 'SHORT_TEXT') return { text: `words ${n}` };
  if (kind === 'YES_NO') return { yes: n % 2 === 0 };
  return { optionIds: kind === 'ORDERING' ? (n % 2 === 0 ? ids : ids.toReversed()) : [ids[n % ids.length]!] };
}

/** What a learner without an account keeps on the device. */
class Sitting {
  /** The answers in the order in which they were given; all but the last that were not acknowledged. */
  readonly acknowledged: Sent[] = [];
  private unanswered: Sent[] | null = null;
  private count = 0;

  constructor(
    readonly attempt: StartedAttempt,
    readonly token: string,
  ) {}

  proof(): { attemptId: string; attemptToken: string } {
    return { attemptId: this.attempt.id, attemptToken: this.token };
  }

  /** Answers one question after the other, each with the one before it, until nobody answers. */
  async answer(on: ServerUnderChaos, onSaved: (count: number) => void): Promise<void> {
    const { items } = this.attempt.paper;
    for (;;) {
      this.count += 1;
      const made = [this.count, this.count + 7].map((n): Sent => {
        const item = items[n % items.length]!;
        return { clientId: randomUUID(), itemId: item.id, ...someAnswer(item, n) };
      });
      if (!(await this.save(on, made))) return;
      onSaved(this.count);
    }
  }

  /** Sends once more what had no answer, as a device does when it is back. */
  async repeat(on: ServerUnderChaos): Promise<void> {
    if (this.unanswered && !(await this.save(on, this.unanswered))) throw new Error('The repetition was not answered.');
  }

  private async save(on: ServerUnderChaos, answers: Sent[]): Promise<boolean> {
    this.unanswered = answers;
    // No answer at all, or one that says that the database is gone: both leave open whether they were saved.
    const answer = await on.sendAs('', SAVE_ANSWERS, { input: { ...this.proof(), answers } }).catch(() => undefined);
    const codes = answer?.errors?.map(({ extensions }) => extensions.code);
    if (!answer || codes?.some((code) => code === 'UNAVAILABLE' || code === 'INTERNAL')) return false;
    expect(codes).toBeUndefined();
    this.unanswered = null;
    this.acknowledged.push(...answers);
    return true;
  }

  /** The answers that count, by item: of what was acknowledged the last one. */
  expected(): Map<string, Sent> {
    return new Map(this.acknowledged.map((answer) => [answer.itemId, answer]));
  }
}

const ITEMS = 'id state answeredCount items { itemId optionIds text number yes answeredAt }';
const READ = `query ($id: ID!, $token: String) { attempt(id: $id, attemptToken: $token) { ${ITEMS} } }`;

async function begin(on: ServerUnderChaos): Promise<Sitting> {
  const { data } = await on.sendAs('', START_ATTEMPT, { input: { assessment: 'backend-engineer-exam' } });
  return new Sitting(data.startAttempt.attempt, data.startAttempt.attemptToken);
}

/** Compares what is there with what the learner was told. Of a save without an answer all may be there, or nothing. */
async function check(on: ServerUnderChaos, sitting: Sitting): Promise<void> {
  const { attemptId: id, attemptToken: token } = sitting.proof();
  const { data } = await on.sendAs('', READ, { id, token });
  expect(data.attempt.state).toBe('IN_PROGRESS');
  const expected = sitting.expected();
  expect(data.attempt.answeredCount).toBe(expected.size);
  for (const { itemId, answeredAt, ...shown } of data.attempt.items) {
    const { clientId: _, itemId: __, ...given } = expected.get(itemId) ?? { clientId: '', itemId };
    // A choice is shown in the order of the content; one alone and an arrangement as they are.
    const nothing = { optionIds: null, text: null, number: null, yes: null };
    expect(shown).toEqual({ ...nothing, ...given });
    expect(answeredAt !== null).toBe(expected.has(itemId));
  }
}

test(
  `an anonymous exam goes on after kill -9 in the middle of answers, ${DEATHS} times in each of ${rounds} rounds: nothing acknowledged is lost, and it is handed in and claimed`,
  async () => {
    const settings = { LOAD_CONTENT: 'when-empty' };
    server = await startServer(folder, settings);
    for (let round = 0; round < rounds; round += 1) {
      const sitting = await begin(server);
      for (let death = 0; death < DEATHS; death += 1) {
        const running = server;
        const victim = victims[(round * DEATHS + death) % victims.length]!;
        const moment = 3 + Math.floor(Math.random() * 10);
        let killed: Promise<void> | undefined;
        let saved = 0;
        await sitting.answer(running, () => {
          saved += 1;
          if (saved >= moment) killed ??= sleep(Math.random() * 15).then(() => running.kill(victim));
        });
        await killed;
        server = await startServer(folder, settings);
        // The device sends again what it does not know the fate of, and twice is once.
        await sitting.repeat(server);
        await check(server, sitting);
      }

      const input = sitting.proof();
      const submitted = await server.sendAs('', SUBMIT_ATTEMPT, { input });
      expect(submitted.data.submitAttempt.attempt).toMatchObject({
        state: 'SUBMITTED',
        result: { maxPoints: expect.any(Number) },
      });
      const account = { email: `${randomUUID()}@example.org`, password: 'a long enough password', displayName: 'Sam' };
      const { data } = await server.sendAs('', REGISTER, { input: account });
      const authorization = `Bearer ${data.register.accessToken}`;
      const claim = { input: { attemptTokens: [sitting.token] } };
      const claimed = await server.sendAs(authorization, CLAIM_ATTEMPTS, claim);
      expect(claimed).toEqual({ data: { claimAttempts: { attempts: [{ id: input.attemptId, state: 'SUBMITTED' }] } } });

      // What was graded is what was acknowledged, also for who signs in after one more death.
      await server.kill(victims[round % victims.length]!);
      server = await startServer(folder, settings);
      const again = await server.sendAs(authorization, SUBMIT_ATTEMPT, { input: { attemptId: input.attemptId } });
      expect(again).toEqual(submitted);
      expect(again.data.submitAttempt.attempt.review).toHaveLength(sitting.attempt.paper.items.length);
      const token = await server.sendAs('', READ, { id: input.attemptId, token: sitting.token });
      expect(token.errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    }
  },
  rounds * 120_000 + 60_000,
);
