import { registerEnumType } from 'type-graphql';

export enum QuestionKind {
  SINGLE_CHOICE = 'SINGLE_CHOICE',
  MULTIPLE_CHOICE = 'MULTIPLE_CHOICE',
  ORDERING = 'ORDERING',
  NUMERIC = 'NUMERIC',
  SHORT_TEXT = 'SHORT_TEXT',
  YES_NO = 'YES_NO',
  LIKERT = 'LIKERT',
  OPEN = 'OPEN',
}

registerEnumType(QuestionKind, {
  name: 'QuestionKind',
  description: 'How a question is answered.',
  valuesConfig: {
    SINGLE_CHOICE: { description: 'One option is chosen.' },
    MULTIPLE_CHOICE: { description: 'One or more options are chosen.' },
    ORDERING: { description: 'All options are put in order.' },
    NUMERIC: { description: 'A number is given, in the unit of the question if it has one.' },
    SHORT_TEXT: { description: 'A word or a short phrase is given.' },
    YES_NO: { description: 'Yes or no.' },
    LIKERT: { description: 'One step of a scale is chosen, from disagreement to agreement.' },
    OPEN: { description: 'A longer text, judged against the rubric by whoever wrote it or by a reviewer.' },
  },
});

export enum Difficulty {
  EASY = 'EASY',
  MEDIUM = 'MEDIUM',
  HARD = 'HARD',
}

registerEnumType(Difficulty, {
  name: 'Difficulty',
  description: 'How hard a question is meant to be.',
  valuesConfig: {
    EASY: { description: 'Most people who began to learn the skill can answer it.' },
    MEDIUM: { description: 'People who use the skill can answer it.' },
    HARD: { description: 'It takes experience.' },
  },
});
