import { registerEnumType } from 'type-graphql';

export enum AttemptState {
  IN_PROGRESS = 'IN_PROGRESS',
  SUBMITTED = 'SUBMITTED',
  EXPIRED = 'EXPIRED',
}

registerEnumType(AttemptState, {
  name: 'AttemptState',
  description: 'Where an attempt stands.',
  valuesConfig: {
    IN_PROGRESS: { description: 'Answers are taken.' },
    SUBMITTED: { description: 'It was handed in and graded.' },
    EXPIRED: { description: 'Its time ran out; what was saved until then was graded.' },
  },
});
