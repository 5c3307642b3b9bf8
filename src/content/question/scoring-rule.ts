import { registerEnumType } from 'type-graphql';

export enum ScoringRule {
  ALL_OR_NOTHING = 'ALL_OR_NOTHING',
  RIGHT_MINUS_WRONG = 'RIGHT_MINUS_WRONG',
  EACH_OPTION = 'EACH_OPTION',
  EACH_POSITION = 'EACH_POSITION',
  PAIRS = 'PAIRS',
}

registerEnumType(ScoringRule, {
  name: 'ScoringRule',
  description: 'Which share of the points of a question an answer earns.',
  valuesConfig: {
    ALL_OR_NOTHING: { description: 'All points when the whole answer is right, none otherwise. For every kind.' },
    RIGHT_MINUS_WRONG: {
      description:
        'MULTIPLE_CHOICE: right options chosen minus wrong options chosen, over the number of right options; never below 0.',
    },
    EACH_OPTION: {
      description:
        'MULTIPLE_CHOICE: the share of options that were rightly chosen or rightly left; 0 unless a right one is chosen.',
    },
    EACH_POSITION: { description: 'ORDERING: the share of options that stand in their right place.' },
    PAIRS: {
      description: 'ORDERING: the share of pairs of options that are in the right order, of all pairs.',
    },
  },
});
