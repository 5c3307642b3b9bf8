import { registerEnumType } from 'type-graphql';

export enum CriterionKind {
  ACCEPTANCE = 'ACCEPTANCE',
  STRETCH = 'STRETCH',
}

registerEnumType(CriterionKind, {
  name: 'CriterionKind',
  description: 'What a criterion of a project is for.',
  valuesConfig: {
    ACCEPTANCE: { description: 'It must be met for the project to pass.' },
    STRETCH: { description: 'It counts extra.' },
  },
});
