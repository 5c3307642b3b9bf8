import { registerEnumType } from 'type-graphql';
import { conflict, forbidden, notFound } from '../../kernel/errors/errors';

export enum SubmissionState {
  SUBMITTED = 'SUBMITTED',
  IN_REVIEW = 'IN_REVIEW',
  CHANGES_REQUESTED = 'CHANGES_REQUESTED',
  PASSED = 'PASSED',
  WITHDRAWN = 'WITHDRAWN',
}

registerEnumType(SubmissionState, {
  name: 'SubmissionState',
  description: 'Where a project that was handed in stands.',
  valuesConfig: {
    SUBMITTED: { description: 'It waits for a reviewer; what was handed in can still be replaced.' },
    IN_REVIEW: { description: 'A reviewer has it; it stays as it is until the verdict.' },
    CHANGES_REQUESTED: {
      description: 'Some acceptance criterion was not met: the verdicts say why, and it can be handed in again.',
    },
    PASSED: { description: 'Every acceptance criterion was met. It stays so for ever.' },
    WITHDRAWN: { description: 'The learner took it back; the project can be handed in anew.' },
  },
});

export enum SubmissionAction {
  SUBMIT = 'SUBMIT',
  WITHDRAW = 'WITHDRAW',
  TAKE = 'TAKE',
  RELEASE = 'RELEASE',
  PASS = 'PASS',
  REQUEST_CHANGES = 'REQUEST_CHANGES',
}

registerEnumType(SubmissionAction, {
  name: 'SubmissionAction',
  description: 'What somebody did with a project that was handed in.',
  valuesConfig: {
    SUBMIT: { description: 'The learner handed it in, or replaced what was handed in.' },
    WITHDRAW: { description: 'The learner took it back.' },
    TAKE: { description: 'A reviewer took it.' },
    RELEASE: { description: 'The reviewer gave it back to the queue.' },
    PASS: { description: 'The reviewer found that everything that was needed is met.' },
    REQUEST_CHANGES: { description: 'The reviewer found something that is not met.' },
  },
});

/** A state, or what becomes of a round about stretch criteria that is sent after PASSED, which it never takes away. */
export type Stage = `${SubmissionState}` | 'STRETCH_SUBMITTED' | 'STRETCH_IN_REVIEW';

/** Where a submission stands, as it is stored and shown. */
export interface Standing {
  readonly state: SubmissionState;
  /** Where the round about stretch criteria stands that follows PASSED: SUBMITTED or IN_REVIEW; null without one. */
  readonly stretchState: SubmissionState | null;
}

/** What somebody is to a submission. */
export const parties = ['LEARNER', 'HOLDER', 'SUCCESSOR', 'FORMER_REVIEWER', 'REVIEWER', 'STRANGER'] as const;
/**
 * LEARNER: whose it is, whatever else they are. HOLDER: the reviewer who has it. SUCCESSOR: another reviewer, once the time
 * of the holder is over. FORMER_REVIEWER: one who had it before. REVIEWER: any other. STRANGER: everybody else.
 */
export type Party = (typeof parties)[number];

export const stages: readonly Stage[] = [...Object.values(SubmissionState), 'STRETCH_SUBMITTED', 'STRETCH_IN_REVIEW'];

type Moves = Readonly<Partial<Record<Stage, Readonly<Partial<Record<Party, Stage>>>>>>;

const everyReviewer = (next: Stage) => ({ REVIEWER: next, FORMER_REVIEWER: next });
const holderOrSuccessor = (next: Stage) => ({ HOLDER: next, SUCCESSOR: next });
/** Judging what nobody has takes it first; so the cells of both verdicts are those of a take, and a holder's. */
const verdict = (next: Stage): Moves => ({
  SUBMITTED: everyReviewer(next),
  IN_REVIEW: holderOrSuccessor(next),
  STRETCH_SUBMITTED: everyReviewer('PASSED'),
  STRETCH_IN_REVIEW: holderOrSuccessor('PASSED'),
});

/** The whole state machine: where each action leads, from each stage, for each party that may do it there. */
export const transitions: Readonly<Record<SubmissionAction, Moves>> = {
  SUBMIT: {
    SUBMITTED: { LEARNER: 'SUBMITTED' },
    CHANGES_REQUESTED: { LEARNER: 'SUBMITTED' },
    PASSED: { LEARNER: 'STRETCH_SUBMITTED' },
    STRETCH_SUBMITTED: { LEARNER: 'STRETCH_SUBMITTED' },
  },
  WITHDRAW: {
    SUBMITTED: { LEARNER: 'WITHDRAWN' },
    IN_REVIEW: { LEARNER: 'WITHDRAWN' },
    CHANGES_REQUESTED: { LEARNER: 'WITHDRAWN' },
    STRETCH_SUBMITTED: { LEARNER: 'PASSED' },
    STRETCH_IN_REVIEW: { LEARNER: 'PASSED' },
  },
  TAKE: {
    SUBMITTED: everyReviewer('IN_REVIEW'),
    IN_REVIEW: holderOrSuccessor('IN_REVIEW'),
    STRETCH_SUBMITTED: everyReviewer('STRETCH_IN_REVIEW'),
    STRETCH_IN_REVIEW: holderOrSuccessor('STRETCH_IN_REVIEW'),
  },
  RELEASE: {
    IN_REVIEW: { HOLDER: 'SUBMITTED' },
    STRETCH_IN_REVIEW: { HOLDER: 'STRETCH_SUBMITTED' },
  },
  PASS: verdict('PASSED'),
  REQUEST_CHANGES: verdict('CHANGES_REQUESTED'),
};

const actionsOfLearner: readonly SubmissionAction[] = [SubmissionAction.SUBMIT, SubmissionAction.WITHDRAW];
/** Where any reviewer may know of a submission: while it waits, or is with one of them. */
const stagesOfReviewers: readonly Stage[] = ['SUBMITTED', 'IN_REVIEW', 'STRETCH_SUBMITTED', 'STRETCH_IN_REVIEW'];

const inReview = {
  toLearner: 'A reviewer has it: wait for the verdict, or withdraw it.',
  toReviewer: 'Another reviewer has it: take another one.',
};
const waiting = {
  toLearner: 'It waits for a reviewer.',
  toReviewer: 'Nobody has it: take it first.',
};
const conflicts: Readonly<Record<Stage, { readonly toLearner: string; readonly toReviewer: string }>> = {
  SUBMITTED: waiting,
  STRETCH_SUBMITTED: waiting,
  IN_REVIEW: inReview,
  STRETCH_IN_REVIEW: inReview,
  CHANGES_REQUESTED: {
    toLearner: 'Changes were requested: hand it in again.',
    toReviewer: 'Changes were requested: it is with its learner.',
  },
  PASSED: { toLearner: 'It is passed, and stays so.', toReviewer: 'It is passed: there is nothing to review.' },
  WITHDRAWN: {
    toLearner: 'It was withdrawn: hand the project in anew.',
    toReviewer: 'Its learner has withdrawn it.',
  },
};

/** The same for what is not there and for what somebody may not know of. */
export const noSuchSubmission = () => notFound('There is no submission with this id that you may see.');

/**
 * The stage that an action leads to.
 * @throws FORBIDDEN to who would review their own, NOT_FOUND to who may not know of it, CONFLICT with `state` otherwise
 */
export function stageAfter(action: SubmissionAction, stage: Stage, party: Party): Stage {
  const next = transitions[action][stage]?.[party];
  if (next) return next;
  const isLearner = party === 'LEARNER';
  if (actionsOfLearner.includes(action) !== isLearner) {
    throw isLearner ? forbidden('This is your own: somebody else has to review it.') : noSuchSubmission();
  }
  const isStranger = party === 'STRANGER' || (party === 'REVIEWER' && !stagesOfReviewers.includes(stage));
  if (isStranger) throw noSuchSubmission();
  throw conflict(conflicts[stage][isLearner ? 'toLearner' : 'toReviewer'], { state: standingAt(stage).state });
}

/** The stage of a stored submission. */
export function stageOf({ state, stretchState }: Standing): Stage {
  return stretchState === null
    ? state
    : stretchState === SubmissionState.SUBMITTED
      ? 'STRETCH_SUBMITTED'
      : 'STRETCH_IN_REVIEW';
}

/** A stage as it is stored. */
export function standingAt(stage: Stage): Standing {
  if (stage === 'STRETCH_SUBMITTED') return { state: SubmissionState.PASSED, stretchState: SubmissionState.SUBMITTED };
  if (stage === 'STRETCH_IN_REVIEW') return { state: SubmissionState.PASSED, stretchState: SubmissionState.IN_REVIEW };
  return { state: SubmissionState[stage], stretchState: null };
}

/** Whether a round waits for its verdict that is about stretch criteria alone. */
export const isStretch = (stage: Stage): boolean => stage === 'STRETCH_SUBMITTED' || stage === 'STRETCH_IN_REVIEW';

/** Whether a reviewer has it. */
export const isInReview = (stage: Stage): boolean => stage === 'IN_REVIEW' || stage === 'STRETCH_IN_REVIEW';
