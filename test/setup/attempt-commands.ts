import fc from 'fast-check';
import { makeAnswer, mistaken, type Pick, reusing } from './attempt-answers';
import {
  type AssessmentRules,
  type Device,
  type MadeAnswer,
  type ModelAttempt,
  type ModelState,
  clockOf,
  GRACE,
  settle,
} from './attempt-model';
import {
  claiming,
  closing,
  expectClosedToken,
  listing,
  type Operation,
  reading,
  saving,
  starting,
  submitting,
} from './attempt-operations';
import { type Model, perform, performAtOnce, type Step, step } from './attempt-steps';
import type { AttemptWorld } from './attempt-world';

const device = fc.nat(1);
/** Which of the attempts that there are, or of the answers; counted round. */
const which = fc.nat(11);
const pick: fc.Arbitrary<Pick> = fc.record({
  // Mostly the same two, so that answers of both devices meet.
  item: fc.oneof(fc.constantFrom(0, 3), fc.nat(6)),
  choice: fc.nat(20),
  revision: fc.oneof(
    { weight: 5, arbitrary: fc.constant('known' as const) },
    { weight: 2, arbitrary: fc.constant('left out' as const) },
    { weight: 1, arbitrary: fc.constantFrom(0, 1, 2, 7, 1_000_000_000) },
  ),
});
const picks = fc.array(pick, { minLength: 1, maxLength: 4 });

const at = <T>(list: readonly T[], index: number): T => list[index % list.length]!;
const attemptAt = ({ attempts }: ModelState, index: number): ModelAttempt => at(attempts.toReversed(), index >> 1);

/** Answers as a device makes them, one after the other: each knows of those before it. */
function make(state: ModelState, who: Device, attempt: ModelAttempt, wanted: readonly Pick[]): MadeAnswer[] {
  return wanted.map((each) => {
    const { position } = attempt.paper.items[each.item % attempt.paper.items.length]!;
    const key = `${attempt.id} ${position}`;
    const made = makeAnswer(attempt, each, who.revisions[key] ?? 0);
    who.revisions[key] = Math.max(who.revisions[key] ?? 0, made.sent.revision ?? 0);
    return made;
  });
}

function sendingOf(
  model: Model,
  world: AttemptWorld,
  index: number,
  attemptId: string,
  made: readonly MadeAnswer[],
): Operation {
  model.state.sent.push({ attemptId, made });
  return saving(world, model.state, index, attemptId, made);
}

const save = step<{ device: number; attempt: number; picks: Pick[]; hold: boolean }>(
  'save',
  { device, attempt: which, picks, hold: fc.boolean() },
  async (model, world, args) => {
    const who = model.state.devices[args.device]!;
    const attempt = attemptAt(model.state, args.attempt);
    const made = make(model.state, who, attempt, args.picks);
    if (args.hold) who.held.push(...made.map((each) => ({ attemptId: attempt.id, made: each })));
    else await perform(model, world, sendingOf(model, world, args.device, attempt.id, made));
  },
);

const takeBack = step<{ device: number; attempt: number; item: number }>(
  'take back',
  { device, attempt: which, item: fc.nat(6) },
  async (model, world, { device: index, attempt: wanted, item }) => {
    const attempt = attemptAt(model.state, wanted);
    const made = make(model.state, model.state.devices[index]!, attempt, [{ item, choice: 0, revision: 'known' }]);
    await perform(model, world, sendingOf(model, world, index, attempt.id, made));
  },
);

/** What was made without a connection goes out: of one device or of both, in any order, in one batch or in several. */
const flush = step<{ device: number; both: boolean; order: number[]; size: number }>(
  'flush',
  {
    device,
    both: fc.boolean(),
    order: fc.array(fc.nat(99), { minLength: 12, maxLength: 12 }),
    size: fc.integer({ min: 1, max: 6 }),
  },
  async (model, world, args) => {
    const from = args.both ? model.state.devices : [model.state.devices[args.device]!];
    const held = from
      .flatMap((each) => each.held.splice(0))
      .map((each, index) => ({ ...each, order: at(args.order, index) }));
    held.sort((a, b) => a.order - b.order);
    for (const { id } of model.state.attempts) {
      const made = held.filter(({ attemptId }) => attemptId === id).map((each) => each.made);
      for (let start = 0; start < made.length; start += args.size)
        await perform(model, world, sendingOf(model, world, args.device, id, made.slice(start, start + args.size)));
    }
  },
  ({ devices }, args) => (args.both ? devices : [devices[args.device]!]).some(({ held }) => held.length > 0),
);

/** The reply was lost: all of it is sent again, or a part, by itself or together with new answers, by either device. */
const repeat = step<{ device: number; sent: number; skip: number; reversed: boolean; more: Pick[] }>(
  'repeat',
  { device, sent: which, skip: fc.nat(2), reversed: fc.boolean(), more: fc.array(pick, { maxLength: 2 }) },
  async (model, world, args) => {
    const { attemptId, made } = at(model.state.sent.toReversed(), args.sent);
    const attempt = model.state.attempts.find(({ id }) => id === attemptId)!;
    const again = made.slice(args.skip % made.length);
    const fresh = make(model.state, model.state.devices[args.device]!, attempt, args.more);
    const all = [...(args.reversed ? again.toReversed() : again), ...fresh];
    await perform(model, world, sendingOf(model, world, args.device, attemptId, all));
  },
  ({ sent }) => sent.length > 0,
);

/** One answer of a batch is wrong: nothing of it is saved. */
const saveWrong = step<{ device: number; attempt: number; picks: Pick[]; mistake: number; reuse: boolean }>(
  'save wrong',
  { device, attempt: which, picks, mistake: fc.nat(2), reuse: fc.boolean() },
  async (model, world, args) => {
    const attempt = attemptAt(model.state, args.attempt);
    const made = make(model.state, model.state.devices[args.device]!, attempt, args.picks);
    const known = attempt.answers.at(-1);
    const wrong = args.reuse && known ? reusing(made[0]!, known.clientId) : mistaken(made[0]!, args.mistake);
    // It is never sent again: a mistake is not repeated.
    await perform(model, world, saving(world, model.state, args.device, attempt.id, [...made.slice(1), wrong]));
  },
);

const submit = step<{ device: number; attempt: number; twice: boolean }>(
  'submit',
  { device, attempt: which, twice: fc.boolean() },
  async (model, world, args) => {
    const { id } = attemptAt(model.state, args.attempt);
    for (let time = 0; time <= Number(args.twice); time += 1)
      await perform(model, world, submitting(world, model.state, args.device, id));
  },
);

const read = step<{ device: number; attempt: number }>(
  'read',
  { device, attempt: which },
  async (model, world, args) => {
    const { id } = attemptAt(model.state, args.attempt);
    await perform(model, world, reading(world, model.state, args.device, id));
    if (model.state.devices[args.device]!.signedIn) await perform(model, world, listing(world, 'ann'));
  },
);

const job = step<Record<never, never>>('closing job', {}, (model, world) => perform(model, world, closing()));

/** How far the clock jumps: by some minutes, into the grace of a running attempt, past its end, or over the wait to a retake. */
const jump = step<{ to: 'minutes' | 'grace' | 'end' | 'wait'; attempt: number }>(
  'jump',
  { to: fc.constantFrom('minutes', 'grace', 'end', 'wait'), attempt: which },
  async ({ state }, world, { to, attempt: wanted }) => {
    const { startedAt, assessment } = attemptAt(state, wanted);
    const end = assessment.limit === null ? undefined : startedAt + assessment.limit - clockOf(state);
    const seconds = { minutes: 240, grace: (end ?? 60) + 1, end: (end ?? 60) + GRACE + 10, wait: 3_610 }[to];
    if (seconds <= 0) return;
    await world.letPass(
      state.learners.map(({ id }) => id),
      seconds,
    );
    state.jumped += seconds;
  },
);

const signIn = step<{ device: number }>(
  'sign in',
  { device },
  async ({ state }, _world, args) => {
    state.devices[args.device]!.signedIn = true;
  },
  ({ devices }, args) => !devices[args.device]!.signedIn,
);

const tokenHolders = ({ learners }: ModelState) =>
  learners.flatMap(({ name, token }) => (token === null ? [] : [{ name, token }]));

const claim = step<{ who: 'ann' | 'ben'; twice: boolean; order: boolean }>(
  'claim',
  { who: fc.constantFrom('ann', 'ann', 'ben'), twice: fc.boolean(), order: fc.boolean() },
  async (model, world, args) => {
    const holders = tokenHolders(model.state);
    const wanted = args.order ? holders.toReversed() : holders.slice(0, 1);
    await perform(model, world, claiming(world, args.who, wanted));
    if (args.twice) await perform(model, world, claiming(world, args.who, [...wanted, ...wanted]));
  },
  (state) => tokenHolders(state).length > 0,
);

/** Both devices at the same time: they answer, submit, start, claim. */
const atOnce = step<{ kind: number; device: number; attempt: number; picks: Pick[]; others: Pick[] }>(
  'at once',
  { kind: fc.nat(7), device, attempt: which, picks, others: picks },
  async (model, world, args) => {
    const { state } = model;
    const [one, other] = [args.device, 1 - args.device];
    const attempt = attemptAt(state, args.attempt);
    const answers = (index: number, wanted: readonly Pick[]) =>
      sendingOf(model, world, index, attempt.id, make(state, state.devices[index]!, attempt, wanted));
    const first = answers(one, args.picks);
    const second: (() => Operation)[] = [
      () => answers(other, args.others),
      () => saving(world, state, other, attempt.id, state.sent.at(-1)!.made),
      () => submitting(world, state, other, attempt.id),
      () => reading(world, state, other, attempt.id),
      () => claiming(world, 'ann', tokenHolders(state)),
      () => claiming(world, 'ben', tokenHolders(state)),
      closing,
    ];
    const operations = [first, at(second, args.kind)()];
    if (args.kind === 7)
      operations.push(submitting(world, state, one, attempt.id), submitting(world, state, other, attempt.id));
    await performAtOnce(model, world, operations);
  },
  (state, { kind }) => state.attempts.length > 0 && ((kind !== 4 && kind !== 5) || tokenHolders(state).length > 0),
);

/** The app ends and another one goes on, now and then while an answer is on its way. */
const restart = step<{ share: number; device: number; attempt: number; picks: Pick[] }>(
  'restart',
  { share: fc.nat(11), device, attempt: which, picks },
  async (model, world, args) => {
    const { state } = model;
    const attempt = attemptAt(state, args.attempt);
    const made = make(state, state.devices[args.device]!, attempt, args.picks);
    const operation = sendingOf(model, world, args.device, attempt.id, made);
    await performAtOnce(model, world, [operation], () => world.restart());
  },
  ({ attempts }, { share }) => attempts.length > 0 && share === 0,
);

/** A start of one of these assessments, or of the one that was started last. */
export const starts = (assessments: readonly AssessmentRules[]): fc.Arbitrary<Step<any>> =>
  step<{ device: number; assessment: number | null }>(
    'start',
    { device, assessment: fc.option(fc.nat(assessments.length - 1), { freq: 2 }) },
    (model, world, args) => {
      const last = model.state.attempts.at(-1)?.assessment ?? assessments[0]!;
      const rules = args.assessment === null ? last : assessments[args.assessment]!;
      return perform(model, world, starting(world, model.state, args.device, rules));
    },
    () => true,
  );

/** What two devices do at these assessments. What people do more often comes more often. */
export function attemptCommands(
  assessments: readonly AssessmentRules[],
): fc.Arbitrary<Iterable<fc.AsyncCommand<Model, AttemptWorld>>> {
  const start = starts(assessments);
  const often = [save, save, save, save, flush, flush, repeat, repeat, atOnce, atOnce, start];
  const seldom = [start, takeBack, saveWrong, read, submit, job, jump, signIn, signIn, claim, claim, restart];
  return fc.commands([...often, ...seldom] as fc.Arbitrary<Step<any>>[], { maxCommands: 30, size: 'max' });
}

/** At the end: what is there is read once more, and a claimed token opens nothing. */
export async function expectTheEnd(model: Model, world: AttemptWorld): Promise<void> {
  const { state } = model;
  for (const [index, { id }] of state.attempts.entries())
    await perform(model, world, reading(world, state, index % 2, id));
  for (const who of ['ann', 'ben'] as const) {
    if (state.attempts.some(({ owner }) => owner === who)) await perform(model, world, listing(world, who));
  }
  for (const { name, token, claimedBy } of state.learners) {
    if (token === null || claimedBy === null) continue;
    const { id } = state.attempts.find(({ claimedFrom }) => claimedFrom === name)!;
    await expectClosedToken(world, token, id);
  }
  settle(state);
  await world.check(state);
}
