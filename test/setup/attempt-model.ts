import { toGlobalId } from '../../src/kernel/graphql/global-id';
import { gradePaper } from '../../src/learning/grading/grade-paper';
import type { Grade, ItemAnswer, ItemKey, PaperItem, PaperToGrade } from '../../src/learning/grading/grading-types';
import type { SentAnswer } from './learners';

/*
 * What the rules of attempts say, in memory and in one thread: what a learner was told must be so. It knows nothing of the
 * product's own code but the grader, which is a pure function. All of it is plain data, so that it can be cloned.
 */

/** What of an assessment the rules need. Times are in seconds. */
export interface AssessmentRules {
  readonly slug: string;
  readonly kind: PaperToGrade['kind'];
  readonly passPercent: number | null;
  readonly limit: number | null;
  readonly wait: number;
  readonly maxAttempts: number | null;
}

export interface PaperFacts {
  readonly learnerId: string;
  /** In seconds since 1970. */
  readonly startedAt: number;
  readonly items: readonly PaperItem[];
  readonly keys: Readonly<Record<string, ItemKey>>;
}

/** An answer as the store has to have it. */
export interface KnownAnswer {
  readonly clientId: string;
  readonly position: number;
  readonly revision: number;
  readonly value: ItemAnswer;
}

/** An answer as a device made it; `wrong` is the problem that it must be refused for. */
export interface MadeAnswer {
  readonly sent: SentAnswer;
  readonly position: number;
  readonly value: ItemAnswer;
  readonly wrong: string | null;
}

export interface ModelAttempt {
  readonly id: string;
  owner: string;
  claimedFrom: string | null;
  readonly assessment: AssessmentRules;
  readonly paper: PaperFacts;
  /** By the model's clock, which no jump moves back. */
  readonly startedAt: number;
  state: 'IN_PROGRESS' | 'SUBMITTED' | 'EXPIRED';
  submittedAt: number | null;
  readonly answers: KnownAnswer[];
}

/** `ann` and `ben` have accounts; the others are known by a token alone. */
export interface ModelLearner {
  readonly name: string;
  readonly id: string;
  readonly token: string | null;
  claimedBy: string | null;
}

export interface Device {
  /** As ann. */
  signedIn: boolean;
  /** Whose token it has. */
  learner: string | null;
  /** What was answered without a connection. */
  held: { readonly attemptId: string; readonly made: MadeAnswer }[];
  /** The highest revision that it knows of an item, by attempt and position. */
  readonly revisions: Record<string, number>;
}

export interface ModelState {
  /** Whether both devices have the same token. */
  readonly together: boolean;
  readonly learners: ModelLearner[];
  readonly devices: [Device, Device];
  readonly attempts: ModelAttempt[];
  /** Everything that was ever sent. */
  readonly sent: { readonly attemptId: string; readonly made: readonly MadeAnswer[] }[];
  /** How far the rows were moved back, in seconds. */
  jumped: number;
}

/** Seconds after the deadline in which answers are still taken, as the API promises it. */
export const GRACE = 30;
/** Within so many seconds of a boundary nobody can say on which side of it a request arrives. */
const UNDECIDED = 5;

export const clockOf = (state: ModelState): number => Date.now() / 1_000 + state.jumped;
const closesAt = ({ assessment, startedAt }: ModelAttempt): number =>
  assessment.limit === null ? Infinity : startedAt + assessment.limit + GRACE;

/** Whether the clock is far enough from every boundary. */
export function isDecided(state: ModelState): boolean {
  const now = clockOf(state);
  return state.attempts.every((attempt) => {
    const { wait } = attempt.assessment;
    const retry = wait > 0 ? (attempt.submittedAt ?? Infinity) + wait : Infinity;
    return Math.abs(now - closesAt(attempt)) > UNDECIDED && Math.abs(now - retry) > UNDECIDED;
  });
}

/** Ends what has run out of time. */
export function settle(state: ModelState): void {
  for (const attempt of state.attempts) {
    if (attempt.state !== 'IN_PROGRESS' || clockOf(state) < closesAt(attempt)) continue;
    attempt.state = 'EXPIRED';
    attempt.submittedAt = closesAt(attempt) - GRACE;
  }
}

/** The code of a refusal, or whom the request stands for; undefined for somebody without any proof. */
export function learnerAt(state: ModelState, device: Device): { refusal?: string; name?: string } {
  if (device.signedIn) return { name: 'ann' };
  const learner = state.learners.find(({ name }) => name === device.learner);
  if (!learner) return {};
  return learner.claimedBy === null ? { name: learner.name } : { refusal: 'UNAUTHENTICATED' };
}

/** The attempt that a device gets at, or the code of the refusal. */
export function reach(state: ModelState, device: Device, id: string): { refusal?: string; attempt?: ModelAttempt } {
  const { refusal, name } = learnerAt(state, device);
  if (refusal) return { refusal };
  const attempt = state.attempts.find((each) => each.id === id && each.owner === name);
  return attempt ? { attempt } : { refusal: 'NOT_FOUND' };
}

/** The later of two answers to an item: a UUID is compared as text, as all of them are written small. */
const isLater = (a: KnownAnswer, b: KnownAnswer): boolean =>
  a.revision !== b.revision ? a.revision > b.revision : a.clientId > b.clientId;

/** The answers that count, by position. */
export function standing({ answers }: ModelAttempt): Map<number, KnownAnswer> {
  const found = new Map<number, KnownAnswer>();
  for (const answer of answers) {
    const other = found.get(answer.position);
    if (!other || isLater(answer, other)) found.set(answer.position, answer);
  }
  return found;
}

/** What saving comes to: problems, the code of a refusal, or nothing but the answers that are new. */
export function outcomeOfSaving(
  attempt: ModelAttempt,
  made: readonly MadeAnswer[],
): { problems: string[]; refusal: string | null; fresh: KnownAnswer[] } {
  const problems = made.flatMap(({ wrong }, index) => (wrong ? [`/input/answers/${index}${wrong}`] : []));
  const known = new Map(attempt.answers.map((answer) => [answer.clientId, answer]));
  const highest = (position: number) =>
    Math.max(0, ...[...known.values()].filter((each) => each.position === position).map(({ revision }) => revision));
  const fresh: KnownAnswer[] = [];
  made.forEach(({ sent, position, value, wrong }, index) => {
    if (wrong) return;
    const same = known.get(sent.clientId);
    if (!same) {
      const answer = { clientId: sent.clientId, position, value, revision: sent.revision ?? highest(position) + 1 };
      known.set(sent.clientId, answer);
      fresh.push(answer);
      return;
    }
    const isSame =
      same.position === position &&
      (sent.revision ?? same.revision) === same.revision &&
      JSON.stringify(same.value) === JSON.stringify(value);
    if (!isSame) problems.push(`/input/answers/${index}/clientId client-id-reused`);
  });
  const isLate = fresh.length > 0 && attempt.state !== 'IN_PROGRESS';
  return { problems, refusal: isLate ? 'ATTEMPT_CLOSED' : null, fresh };
}

/** What starting comes to: the attempt that is running, the extensions of RETAKE_REFUSED, or nothing: a new attempt. */
export function outcomeOfStarting(
  state: ModelState,
  name: string | undefined,
  { slug, maxAttempts, wait }: AssessmentRules,
): { running?: ModelAttempt; refused?: { attemptsLeft: number | null; isWaiting: boolean } } {
  const taken = state.attempts.filter((each) => each.owner === name && each.assessment.slug === slug);
  const running = taken
    .filter((each) => each.state === 'IN_PROGRESS')
    .toSorted((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1))[0];
  if (running) return { running };
  const attemptsLeft = maxAttempts === null ? null : Math.max(0, maxAttempts - taken.length);
  if (attemptsLeft === 0) return { refused: { attemptsLeft, isWaiting: false } };
  const ended = Math.max(-Infinity, ...taken.map(({ submittedAt }) => submittedAt!));
  return ended + wait > clockOf(state) ? { refused: { attemptsLeft, isWaiting: true } } : {};
}

/** The grade that the rules give an attempt. */
export function gradeOf(attempt: ModelAttempt): Grade {
  const { assessment, paper } = attempt;
  const { kind, passPercent } = assessment;
  const answers = Object.fromEntries([...standing(attempt)].map(([position, { value }]) => [position, value]));
  return gradePaper({ kind, passPercent, items: paper.items, keys: paper.keys, answers });
}

export const itemIdOf = ({ id }: ModelAttempt, position: number): string =>
  toGlobalId('AttemptItem', `${keyOf(id)}/${position}`);
const keyOf = (id: string): string => Buffer.from(id, 'base64url').toString().slice('Attempt:'.length);

/** What of an attempt the API shows: VIEW selects it. */
export function viewOf(attempt: ModelAttempt): object {
  const { id, assessment, paper, state } = attempt;
  const answers = standing(attempt);
  const grade = state === 'IN_PROGRESS' ? null : gradeOf(attempt);
  return {
    id,
    state,
    assessment: { slug: assessment.slug },
    answeredCount: [...answers.values()].filter(({ value }) => Object.keys(value).length > 0).length,
    items: paper.items.map(({ position, questionId }) => {
      const answer = answers.get(position);
      const { optionIds, text, number, unit, yes } = answer?.value ?? {};
      return {
        itemId: itemIdOf(attempt, position),
        optionIds: optionIds?.map((option) => toGlobalId('Item', `${questionId}/${option}`)) ?? null,
        text: text ?? null,
        number: number ?? null,
        unit: unit ?? null,
        yes: yes ?? null,
        revision: answer?.revision ?? null,
      };
    }),
    result: grade && {
      points: grade.points,
      maxPoints: grade.maxPoints,
      percent: grade.percent,
      passed: grade.passed,
    },
  };
}

export const VIEW = `id state assessment { slug } answeredCount items { itemId optionIds text number unit yes revision }
  result { points maxPoints percent passed }`;
