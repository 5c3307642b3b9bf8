import { registerEnumType } from 'type-graphql';

export enum AssessmentKind {
  SELF_CHECK = 'SELF_CHECK',
  QUIZ = 'QUIZ',
  FIT = 'FIT',
  EXAM = 'EXAM',
}

registerEnumType(AssessmentKind, {
  name: 'AssessmentKind',
  description: 'What an assessment is for.',
  valuesConfig: {
    SELF_CHECK: { description: 'A look in the mirror before starting: unscored, each no says what to do next.' },
    QUIZ: { description: 'A short test of one skill.' },
    FIT: { description: 'Finds out which careers suit the person: an affinity for each, nothing is right or wrong.' },
    EXAM: { description: 'A full test over several skills that is passed or not.' },
  },
});

export enum ReviewPolicy {
  NEVER = 'NEVER',
  AFTER_SUBMISSION = 'AFTER_SUBMISSION',
  AFTER_PASSING = 'AFTER_PASSING',
  AFTER_WINDOW = 'AFTER_WINDOW',
}

registerEnumType(ReviewPolicy, {
  name: 'ReviewPolicy',
  description: 'When right answers and explanations are shown.',
  valuesConfig: {
    NEVER: { description: 'They are not shown.' },
    AFTER_SUBMISSION: { description: 'As soon as the attempt is submitted.' },
    AFTER_PASSING: { description: 'Once the assessment is passed.' },
    AFTER_WINDOW: { description: 'Once the assessment is closed: from closesAt on.' },
  },
});
