import { type ReleaseAction, ReleaseState, stateAfter, transitions } from '../../../src/content/releases/release-state';

const states = Object.values(ReleaseState);
const actions = Object.keys(transitions) as ReleaseAction[];

test.each(actions)(
  '%s is refused as CONFLICT in every state that the table does not name, and leads on from the others',
  (action) => {
    for (const state of states) {
      const next = transitions[action][state];
      if (next) expect(stateAfter(action, state)).toBe(next);
      else
        expect(() => stateAfter(action, state)).toThrow(expect.objectContaining({ extensions: { code: 'CONFLICT' } }));
    }
  },
);

test('a published release stays as it is for ever', () => {
  expect(actions.filter((action) => transitions[action].PUBLISHED)).toEqual([]);
});

test('what a scheduled release holds cannot change, and only a scheduled one can fail', () => {
  expect(transitions.change.SCHEDULED).toBeUndefined();
  expect(Object.keys(transitions.fail)).toEqual(['SCHEDULED']);
});

test('every state can be reached', () => {
  const reached = new Set([ReleaseState.OPEN, ...actions.flatMap((action) => Object.values(transitions[action]))]);
  expect([...reached].toSorted()).toEqual(states.toSorted());
});
