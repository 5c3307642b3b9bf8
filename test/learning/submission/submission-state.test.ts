import {
  isInReview,
  type Party,
  parties,
  type Stage,
  stageAfter,
  stageOf,
  stages,
  standingAt,
  SubmissionAction,
  SubmissionState,
  transitions,
} from '../../../src/learning/submission/submission-state';

const actions = Object.values(SubmissionAction);
const ofLearner: SubmissionAction[] = [SubmissionAction.SUBMIT, SubmissionAction.WITHDRAW];

function outcome(action: SubmissionAction, stage: Stage, party: Party): string {
  try {
    return stageAfter(action, stage, party);
  } catch (error) {
    return (error as { extensions: { code: string } }).extensions.code;
  }
}

const cells = actions.flatMap((action) =>
  stages.flatMap((stage) => parties.map((party) => ({ action, stage, party, to: outcome(action, stage, party) }))),
);
const allowed = cells.filter(({ to }) => (stages as readonly string[]).includes(to));

describe('who may not', () => {
  test('review their own: it is FORBIDDEN in every stage', () => {
    const own = cells.filter(({ action, party }) => party === 'LEARNER' && !ofLearner.includes(action));
    expect(own).toHaveLength(28);
    expect(new Set(own.map(({ to }) => to))).toEqual(new Set(['FORBIDDEN']));
  });

  test('know of a submission is told NOT_FOUND, whatever they do', () => {
    const hidden = cells.filter(
      ({ action, stage, party }) =>
        party === 'STRANGER' ||
        (party !== 'LEARNER' && ofLearner.includes(action)) ||
        (party === 'REVIEWER' && ['CHANGES_REQUESTED', 'PASSED', 'WITHDRAWN'].includes(stage)),
    );
    expect(hidden.filter(({ to }) => to !== 'NOT_FOUND')).toEqual([]);
    const others = cells.filter((cell) => !hidden.includes(cell));
    expect(others.filter(({ to }) => to === 'NOT_FOUND')).toEqual([]);
  });

  test('do something now is told CONFLICT with the state', () => {
    const conflicts = cells.filter(({ to }) => to === 'CONFLICT');
    expect(conflicts.length).toBeGreaterThan(50);
    for (const { action, stage, party } of conflicts)
      expect(() => stageAfter(action, stage, party)).toThrow(
        expect.objectContaining({ extensions: { code: 'CONFLICT', state: standingAt(stage).state } }),
      );
  });
});

describe('the state machine', () => {
  test('has a cell for every action, stage and party, and allows what its table names', () => {
    expect(cells).toHaveLength(actions.length * stages.length * parties.length);
    const named = actions.flatMap((action) =>
      Object.values(transitions[action]).flatMap((byParty) => Object.values(byParty)),
    );
    expect(allowed).toHaveLength(named.length);
  });

  test('never leads from PASSED to anything else', () => {
    const passed = (stage: Stage) => standingAt(stage).state === SubmissionState.PASSED;
    expect(allowed.filter(({ stage, to }) => passed(stage) && !passed(to as Stage))).toEqual([]);
  });

  test('leaves what is withdrawn as it is', () => {
    expect(allowed.filter(({ stage }) => stage === 'WITHDRAWN')).toEqual([]);
  });

  test('lets a verdict be given exactly by who may take it', () => {
    const where = (action: SubmissionAction) =>
      allowed.filter((cell) => cell.action === action).map(({ stage, party }) => `${stage} ${party}`);
    expect(where(SubmissionAction.PASS)).toEqual(where(SubmissionAction.TAKE));
    expect(where(SubmissionAction.REQUEST_CHANGES)).toEqual(where(SubmissionAction.TAKE));
  });

  test('never lets the learner change what a reviewer has, but for taking it back', () => {
    const meanwhile = allowed.filter(({ stage, party }) => isInReview(stage) && party === 'LEARNER');
    expect(meanwhile.map(({ action }) => action)).toEqual(['WITHDRAW', 'WITHDRAW']);
  });

  test('puts something into review by a take and by nothing else', () => {
    const taking = allowed.filter(({ to }) => isInReview(to as Stage)).map(({ action }) => action);
    expect(new Set(taking)).toEqual(new Set(['TAKE']));
  });

  test('reaches every stage from SUBMITTED', () => {
    const reached = new Set<string>(['SUBMITTED']);
    for (let size = 0; size < reached.size;) {
      size = reached.size;
      for (const { stage, to } of allowed) if (reached.has(stage)) reached.add(to);
    }
    expect([...reached].toSorted()).toEqual([...stages].toSorted());
  });

  test('is stored without loss', () => {
    expect(stages.map((stage) => stageOf(standingAt(stage)))).toEqual(stages);
  });
});
