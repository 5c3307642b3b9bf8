import { registerEnumType } from 'type-graphql';

export enum ProgressState {
  NOT_STARTED = 'NOT_STARTED',
  IN_PROGRESS = 'IN_PROGRESS',
  DONE = 'DONE',
}

registerEnumType(ProgressState, {
  name: 'ProgressState',
  description: 'How far a learner is with an item, by the own word.',
  valuesConfig: {
    NOT_STARTED: { description: 'Nothing of it is done, or what was recorded was taken back.' },
    IN_PROGRESS: { description: 'It was begun.' },
    DONE: { description: 'It is done.' },
  },
});
