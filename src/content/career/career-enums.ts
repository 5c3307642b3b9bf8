import { registerEnumType } from 'type-graphql';

export enum Importance {
  ESSENTIAL = 'ESSENTIAL',
  IMPORTANT = 'IMPORTANT',
  OPTIONAL = 'OPTIONAL',
}

registerEnumType(Importance, {
  name: 'Importance',
  description: 'How much a career needs a skill.',
  valuesConfig: {
    ESSENTIAL: { description: 'One of its top skills: hardly anybody does the job without it.' },
    IMPORTANT: { description: 'Most people in the job need it.' },
    OPTIONAL: { description: 'It helps.' },
  },
});

export enum TransitionKind {
  PROMOTION = 'PROMOTION',
  TRANSITION = 'TRANSITION',
}

registerEnumType(TransitionKind, {
  name: 'TransitionKind',
  description: 'What kind of step leads from one career to another.',
  valuesConfig: {
    PROMOTION: { description: 'A step up on the same path.' },
    TRANSITION: { description: 'A move to another path.' },
  },
});

export enum DemandOutlook {
  STRONG = 'STRONG',
  STEADY = 'STEADY',
  WEAK = 'WEAK',
}

registerEnumType(DemandOutlook, {
  name: 'DemandOutlook',
  description: 'How a source sees the demand for a career.',
  valuesConfig: {
    STRONG: { description: 'More positions than people, or growing fast.' },
    STEADY: { description: 'Positions and people keep pace.' },
    WEAK: { description: 'Fewer positions than people, or shrinking.' },
  },
});

export enum PayPeriod {
  YEAR = 'YEAR',
  MONTH = 'MONTH',
  DAY = 'DAY',
  HOUR = 'HOUR',
}

registerEnumType(PayPeriod, {
  name: 'PayPeriod',
  description: 'The time that an amount is paid for.',
  valuesConfig: {
    YEAR: { description: 'So much for a year of work.' },
    MONTH: { description: 'So much for a month of work.' },
    DAY: { description: 'So much for a day of work.' },
    HOUR: { description: 'So much for an hour of work.' },
  },
});

export enum Confidence {
  LOW = 'LOW',
  MEDIUM = 'MEDIUM',
  HIGH = 'HIGH',
}

registerEnumType(Confidence, {
  name: 'Confidence',
  description: 'How firm a source itself says that its claim is.',
  valuesConfig: {
    LOW: { description: 'A rough figure.' },
    MEDIUM: { description: 'A figure without its method, or with a wide spread.' },
    HIGH: { description: 'A figure with its method, such as a census or a survey.' },
  },
});
