import { registerEnumType } from 'type-graphql';

export enum ChangeKind {
  ADDED = 'ADDED',
  CHANGED = 'CHANGED',
  REMOVED = 'REMOVED',
}

registerEnumType(ChangeKind, {
  name: 'ChangeKind',
  description: 'What a publication did to a document.',
  valuesConfig: {
    ADDED: { description: 'It was not public before.' },
    CHANGED: { description: 'Another edition of it was public before.' },
    REMOVED: { description: 'It is not public any more.' },
  },
});
