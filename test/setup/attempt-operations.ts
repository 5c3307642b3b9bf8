import {
  type AssessmentRules,
  clockOf,
  type Device,
  learnerAt,
  type MadeAnswer,
  type ModelAttempt,
  type ModelState,
  outcomeOfSaving,
  outcomeOfStarting,
  reach,
  settle,
  viewOf,
} from './attempt-model';
import type { AttemptWorld, Proof } from './attempt-world';
import type { GraphQLAnswer } from './test-app';

/** One request of a device, and what the rules say about it. */
export interface Operation {
  /** Whether it can take an attempt away while the reply to something else is on its way. */
  readonly isClaim?: boolean;
  /** Resolves to nothing where no answer came. */
  send(world: AttemptWorld): Promise<GraphQLAnswer | undefined>;
  /**
   * Brings the model to where the operation leads. Throws where the answer is another one than the rules give.
   * @param alone whether nothing else happened at the same time: only then the attempt in the answer is known
   * @param answer undefined when it was done and its answer was lost
   */
  apply(state: ModelState, answer: GraphQLAnswer | undefined, alone: boolean): void;
}

/** What a device shows of who it is. */
export function proofOf(world: AttemptWorld, state: ModelState, device: Device): Proof {
  const token = state.learners.find(({ name }) => name === device.learner)?.token ?? null;
  return { token, headers: device.signedIn ? world.accounts.ann.headers : {} };
}

function expectRefusal(answer: GraphQLAnswer, code: string): Record<string, any> {
  const [error, ...more] = answer.errors ?? [];
  expect([error?.extensions.code, more]).toEqual([code, []]);
  return error!.extensions;
}

function expectView(answer: any, attempt: ModelAttempt, alone: boolean): void {
  if (alone) expect(answer).toEqual(viewOf(attempt));
  else expect(answer.id).toBe(attempt.id);
}

function dataOf({ data, errors }: GraphQLAnswer): any {
  expect(errors).toBeUndefined();
  return data;
}

export function starting(world: AttemptWorld, state: ModelState, device: number, rules: AssessmentRules): Operation {
  const proof = proofOf(world, state, state.devices[device]!);
  return {
    send: async () => {
      const answer = await world.start(rules.slug, proof);
      const id = answer.data?.startAttempt?.attempt.id;
      if (id && !world.papers.has(id)) await world.learnPaper(id);
      return answer;
    },
    apply: (now, answer, alone) => {
      settle(now);
      const at = now.devices[device]!;
      const { refusal, name } = learnerAt(now, at);
      // What was started without an answer is lost to an anonymous learner, and found by whoever starts again.
      if (!answer) throw new Error('A start is not left without an answer.');
      if (refusal) return void expectRefusal(answer, refusal);
      const { running, refused } = outcomeOfStarting(now, name, rules);
      if (refused) {
        const { attemptsLeft, retryAt } = expectRefusal(answer, 'RETAKE_REFUSED');
        return expect([attemptsLeft, retryAt !== null]).toEqual([refused.attemptsLeft, refused.isWaiting]);
      }
      const { attempt, attemptToken } = dataOf(answer).startAttempt;
      expect(attemptToken !== null).toBe(name === undefined);
      if (running) return expectView(attempt, running, alone);
      expect(now.attempts.map(({ id }) => id)).not.toContain(attempt.id);
      const paper = world.papers.get(attempt.id)!;
      const owner = name ?? `token ${now.learners.length}`;
      if (!name) {
        now.learners.push({ name: owner, id: paper.learnerId, token: attemptToken, claimedBy: null });
        at.learner = owner;
        if (now.together) for (const other of now.devices) other.learner ??= owner;
      }
      const startedAt = paper.startedAt + now.jumped;
      const begun = {
        id: attempt.id,
        owner,
        assessment: rules,
        paper,
        startedAt,
        submittedAt: null,
        claimedFrom: null,
      };
      now.attempts.push({ ...begun, state: 'IN_PROGRESS', answers: [] });
      expectView(attempt, now.attempts.at(-1)!, alone);
    },
  };
}

export function saving(
  world: AttemptWorld,
  state: ModelState,
  device: number,
  attemptId: string,
  made: readonly MadeAnswer[],
): Operation {
  const proof = proofOf(world, state, state.devices[device]!);
  const answers = made.map(({ sent }) => sent);
  return {
    send: () => world.save(attemptId, answers, proof).catch(() => undefined),
    apply: (now, answer, alone) => {
      settle(now);
      const at = now.devices[device]!;
      const { refusal, attempt } = reach(now, at, attemptId);
      if (!attempt) return void (answer && expectRefusal(answer, refusal!));
      const outcome = outcomeOfSaving(attempt, made);
      if (outcome.problems.length > 0) {
        if (!answer) return;
        const { problems } = expectRefusal(answer, 'BAD_USER_INPUT');
        const found = problems.map(({ pointer, rule }: { pointer: string; rule: string }) => `${pointer} ${rule}`);
        return expect(found).toEqual(outcome.problems);
      }
      if (outcome.refusal) {
        if (!answer) return;
        const closed = expectRefusal(answer, outcome.refusal);
        expect([closed.state, closed.deadline !== null]).toEqual([attempt.state, attempt.assessment.limit !== null]);
        return;
      }
      attempt.answers.push(...outcome.fresh);
      if (!answer) return;
      expectView(dataOf(answer).saveAnswers.attempt, attempt, alone);
      learnRevisions(at, attempt);
    },
  };
}

/** What a device sees of an attempt it numbers its next answers by. */
function learnRevisions(device: Device, { id, answers }: ModelAttempt): void {
  for (const { position, revision } of answers) {
    const key = `${id} ${position}`;
    device.revisions[key] = Math.max(device.revisions[key] ?? 0, revision);
  }
}

export function submitting(world: AttemptWorld, state: ModelState, device: number, attemptId: string): Operation {
  const proof = proofOf(world, state, state.devices[device]!);
  return {
    send: () => world.submit(attemptId, proof).catch(() => undefined),
    apply: (now, answer, alone) => {
      settle(now);
      const { refusal, attempt } = reach(now, now.devices[device]!, attemptId);
      if (!attempt) return void (answer && expectRefusal(answer, refusal!));
      if (attempt.state === 'IN_PROGRESS') {
        attempt.state = 'SUBMITTED';
        attempt.submittedAt = clockOf(now);
      }
      if (answer) expectView(dataOf(answer).submitAttempt.attempt, attempt, alone);
    },
  };
}

export function reading(world: AttemptWorld, state: ModelState, device: number, attemptId: string): Operation {
  const proof = proofOf(world, state, state.devices[device]!);
  return {
    send: () => world.read(attemptId, proof).catch(() => undefined),
    apply: (now, answer, alone) => {
      settle(now);
      const { refusal, attempt } = reach(now, now.devices[device]!, attemptId);
      if (!answer) return;
      if (!attempt) return void expectRefusal(answer, refusal!);
      expectView(dataOf(answer).attempt, attempt, alone);
      if (alone) learnRevisions(now.devices[device]!, attempt);
    },
  };
}

export function listing(world: AttemptWorld, who: 'ann' | 'ben'): Operation {
  return {
    send: () => world.list(world.accounts[who]).catch(() => undefined),
    apply: (now, answer) => {
      settle(now);
      if (!answer) return;
      const own = now.attempts.filter(({ owner }) => owner === who).toSorted((a, b) => b.startedAt - a.startedAt);
      const listed = dataOf(answer).viewer.attempts.edges.map(({ node }: { node: object }) => node);
      expect(listed).toEqual(own.map(viewOf));
    },
  };
}

export function claiming(
  world: AttemptWorld,
  who: 'ann' | 'ben',
  learners: readonly { readonly name: string; readonly token: string }[],
): Operation {
  return {
    isClaim: true,
    send: () =>
      world
        .claim(
          learners.map(({ token }) => token),
          world.accounts[who],
        )
        .catch(() => undefined),
    apply: (now, answer, alone) => {
      settle(now);
      const found = learners.map(({ name }) => now.learners.find((each) => each.name === name)!);
      const taken = found.flatMap(({ claimedBy }, index) =>
        claimedBy !== null && claimedBy !== who ? [`/input/attemptTokens/${index}`] : [],
      );
      if (taken.length > 0) {
        if (!answer) return;
        const { problems } = expectRefusal(answer, 'CONFLICT');
        return expect(problems.map(({ pointer }: { pointer: string }) => pointer)).toEqual(taken);
      }
      const names = found.map(({ name }) => name);
      for (const learner of found) learner.claimedBy = who;
      for (const attempt of now.attempts) {
        if (!names.includes(attempt.owner)) continue;
        attempt.claimedFrom = attempt.owner;
        attempt.owner = who;
      }
      if (!answer) return;
      const own = now.attempts
        .filter(({ owner, claimedFrom }) => owner === who && claimedFrom !== null && names.includes(claimedFrom))
        .toSorted((a, b) => a.startedAt - b.startedAt);
      const { attempts } = dataOf(answer).claimAttempts;
      if (alone) expect(attempts).toEqual(own.map(viewOf));
      else expect(attempts).toHaveLength(own.length);
    },
  };
}

export function closing(): Operation {
  return { send: (world) => world.close().then(() => undefined), apply: settle };
}

/** The token of a claimed learner opens nothing: whatever is tried with it is refused. */
export async function expectClosedToken(world: AttemptWorld, token: string, attemptId: string): Promise<void> {
  const answer = { clientId: '00000000-0000-4000-8000-000000000000', itemId: 'x', yes: true };
  for (const refused of [
    await world.start('quiz', { token }),
    await world.read(attemptId, { token }),
    await world.submit(attemptId, { token }),
    await world.save(attemptId, [answer], { token }),
  ])
    expectRefusal(refused, 'UNAUTHENTICATED');
}
