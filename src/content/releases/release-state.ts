import { registerEnumType } from 'type-graphql';
import { conflict } from '../../kernel/errors/errors';

export enum ReleaseState {
  OPEN = 'OPEN',
  SCHEDULED = 'SCHEDULED',
  PUBLISHED = 'PUBLISHED',
  FAILED = 'FAILED',
}

registerEnumType(ReleaseState, {
  name: 'ReleaseState',
  description: 'Where a release stands.',
  valuesConfig: {
    OPEN: { description: 'Being put together.' },
    SCHEDULED: { description: 'Will be published at its time; what it holds stays as it is until then.' },
    PUBLISHED: { description: 'What it holds became public. It stays as it is, for the record.' },
    FAILED: {
      description:
        'Its time came, but it could not be published: failedProblems says why, and nothing of it became public.',
    },
  },
});

/** What can be done to a release. `fail` is what the schedule does when the plan has errors. */
export type ReleaseAction = 'rename' | 'change' | 'delete' | 'schedule' | 'cancel' | 'publish' | 'fail';

const { OPEN, SCHEDULED, PUBLISHED, FAILED } = ReleaseState;

/** The whole state machine: where each action leads, from each state that it is possible in. */
export const transitions: Readonly<Record<ReleaseAction, Readonly<Partial<Record<ReleaseState, ReleaseState>>>>> = {
  rename: { [OPEN]: OPEN, [SCHEDULED]: SCHEDULED, [FAILED]: FAILED },
  change: { [OPEN]: OPEN, [FAILED]: OPEN },
  delete: { [OPEN]: OPEN, [FAILED]: FAILED },
  schedule: { [OPEN]: SCHEDULED, [FAILED]: SCHEDULED },
  cancel: { [SCHEDULED]: OPEN, [FAILED]: OPEN },
  publish: { [OPEN]: PUBLISHED, [SCHEDULED]: PUBLISHED, [FAILED]: PUBLISHED },
  fail: { [SCHEDULED]: FAILED },
};

const refusals: Readonly<Record<ReleaseState, string>> = {
  OPEN: 'The release is open: it has no schedule.',
  SCHEDULED: 'The release is scheduled: cancel the schedule first.',
  PUBLISHED: 'The release is published: make another one.',
  FAILED: 'The release could not be published at its time.',
};

/** The state that an action leads to; CONFLICT when it is not possible in the present one. */
export function stateAfter(action: ReleaseAction, state: ReleaseState): ReleaseState {
  const next = transitions[action][state];
  if (!next) throw conflict(refusals[state]);
  return next;
}
