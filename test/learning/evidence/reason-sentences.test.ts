import { gap } from '../../../src/learning/evidence/gap';
import { nextSkills } from '../../../src/learning/evidence/next-skills';
import { reasonSentence } from '../../../src/learning/evidence/reason-sentences';
import {
  answer,
  answers,
  daysAgo,
  JUNIOR,
  learnerWith,
  MID,
  passedProject,
  requirement,
  SENIOR,
  ticks,
} from '../../factories/evidence';

const NAMES: Record<string, string> = { sql: 'SQL', api: 'API Design', http: 'HTTP', git: 'Git', joins: 'Joins' };
const nameOf = (skillId: string) => NAMES[skillId];

type Pieces = Parameters<typeof learnerWith>[0];

/** What is said about SQL, which is essential for Mid-level. */
function aboutSql(pieces: Pieces, level = MID): string[] {
  const career = [requirement('sql', { importance: 'ESSENTIAL', from: MID })];
  const learner = learnerWith(pieces, { broader: [['joins', 'sql']] });
  return gap(career, level, learner).missing.flatMap(({ reasons }) =>
    reasons.map((each) => reasonSentence(each, nameOf)),
  );
}

describe('why a skill is missing', () => {
  test('for a new learner', () => {
    expect(aboutSql([])).toEqual([
      'Essential in this career from Mid-level on: Mid-level asks for 70%, you have 0%.',
      'Nothing shows it yet.',
      'What is missing weighs as much as 5 right answers to medium exam questions (a passed project weighs up to 3 of them).',
    ]);
  });

  test('for somebody with a mixed record', () => {
    const pieces = [
      ...answers(3, 'sql', { at: daysAgo(40) }),
      ...answers(1, 'sql', { points: 0, at: daysAgo(40) }),
      ...answers(1, 'sql', { points: 1, maxPoints: 2, at: daysAgo(15) }),
      ...ticks(1, 'sql', daysAgo(90)),
      answer('joins', { at: daysAgo(1) }),
    ];
    expect(aboutSql(pieces, SENIOR)).toEqual([
      'Essential in this career from Mid-level on: Senior asks for 75%, you have 53%.',
      'So far: 3 of 5 questions right and 1 partly right, 1 topic ticked, the latest 2 weeks ago.',
      'Counts in part, from Joins: 1 of 1 question right, 1 day ago.',
      'Too much of it was wrong; a new answer to the same question replaces the old one.',
      expect.stringMatching(/^What is missing weighs as much as \d+ right answers to medium exam questions/),
    ]);
  });

  test('for somebody with a project long ago', () => {
    expect(
      aboutSql([...passedProject('shop', ['sql'], daysAgo(1100)), ...answers(2, 'sql', { at: daysAgo(800) })]),
    ).toEqual([
      'Essential in this career from Mid-level on: Mid-level asks for 70%, you have 29%.',
      'So far: 2 of 2 questions right, 1 project passed, 6 of 6 project criteria met, the latest 2 years ago.',
      'It was enough when it was new, but evidence loses half of its weight in a year.',
      'What is missing weighs as much as 4 right answers to medium exam questions (a passed project weighs up to 3 of them).',
    ]);
  });

  test('for somebody who only ticked, and for somebody who only did what is easy', () => {
    expect(aboutSql(ticks(2, 'sql'))).toContain(
      'Ticked topics are your own word and count little: answered questions or a reviewed project show it.',
    );
    expect(aboutSql(answers(5, 'sql', { difficulty: 'EASY' }))).toContain(
      'It would be enough for an easier level, but Mid-level asks for harder questions or work on projects.',
    );
  });

  test('one answer that is missing is said so, and hard ones are not compared with projects', () => {
    expect(aboutSql(answers(4, 'sql')).at(-1)).toBe(
      'What is missing weighs as much as 1 right answer to a medium exam question.',
    );
    expect(reasonSentence({ fact: 'AS_MUCH_AS', rightAnswers: 1, rank: 1 }, nameOf)).toBe(
      'What is missing weighs as much as 1 right answer to an exam question.',
    );
    const [missing] = gap([requirement('git', { from: SENIOR })], SENIOR, learnerWith([])).missing;
    expect(reasonSentence(missing!.reasons.at(-1)!, nameOf)).toBe(
      'What is missing weighs as much as 3 right answers to hard exam questions.',
    );
  });

  test('what is needed at every level is said so', () => {
    const [missing] = gap(
      [requirement('git', { from: null, importance: 'OPTIONAL' })],
      JUNIOR,
      learnerWith([]),
    ).missing;
    expect(missing!.reasons.map((each) => reasonSentence(each, nameOf))).toEqual([
      'Helpful in this career at every level: Junior asks for 50%, you have 0%.',
      'Nothing shows it yet.',
      'What is missing weighs as much as 2 right answers to exam questions (a passed project weighs up to 3 of them).',
    ]);
  });

  test('rounding never says that somebody has what is asked', () => {
    const [asked] = aboutSql([...answers(4, 'sql'), answer('sql', { points: 13, maxPoints: 20 })]);
    expect(asked).toContain('asks for 70%, you have 66%');
    const [close] = aboutSql(answers(5, 'sql', { at: daysAgo(40) }));
    expect(close).toContain('asks for 70%, you have 69%');
  });
});

test.each([
  [0, 'less than a day ago'],
  [1.9, '1 day ago'],
  [13, '13 days ago'],
  [14, '2 weeks ago'],
  [60, '8 weeks ago'],
  [61, '2 months ago'],
  [729, '23 months ago'],
  [1500, '4 years ago'],
])('evidence of %d days ago is "%s"', (days, text) => {
  expect(aboutSql([answer('sql', { at: daysAgo(days) })])[1]).toBe(`So far: 1 of 1 question right, ${text}.`);
});

describe('why a skill is next', () => {
  const career = {
    requirements: ['api', 'sql', 'git', 'joins', 'secret'].map((skillId) => requirement(skillId, { from: null })),
    levels: [JUNIOR],
    prerequisitesOf: (skillId: string) => (skillId === 'http' ? ['git'] : skillId === 'git' ? [] : ['http']),
  };
  const said = (pieces: Pieces) =>
    new Map(
      nextSkills(career, learnerWith(pieces)).map(({ skillId, reasons }) => [
        skillId,
        reasons.map((each) => reasonSentence(each, nameOf)),
      ]),
    );

  test('a prerequisite says what it opens', () => {
    const next = said(answers(3, 'git'));
    expect(next.get('http')).toEqual([
      'This career does not list it, but API Design, SQL and 2 more build on it.',
      'You have what it builds on: Git.',
      'Nothing shows it yet.',
    ]);
    expect(next.get('sql')).toEqual([
      'With what Junior asks for here, your readiness rises from 20% to 40%.',
      'It comes after HTTP, still to be shown.',
      'Nothing shows it yet.',
    ]);
  });

  test('the last that is missing lifts readiness to 100%', () => {
    const all = ['git', 'http', 'api', 'sql', 'secret'].flatMap((skillId) => answers(5, skillId));
    expect(said([...all, answer('joins')]).get('joins')![0]).toBe(
      'With what Junior asks for here, your readiness rises from 91% to 100%.',
    );
  });

  test('a skill whose name the reader may not see is not named', () => {
    const only = { fact: 'COMES_AFTER', skillIds: ['secret'] } as const;
    expect(reasonSentence({ ...only, skillIds: ['secret'] }, nameOf)).toBe(
      'It comes after its prerequisites, still to be shown.',
    );
  });

  test('a small part says so', () => {
    const small = { fact: 'LIFTS', level: 'Junior', readiness: 50, gain: 0.4 } as const;
    expect(reasonSentence(small, nameOf)).toBe('What Junior asks for here is less than 1% of your readiness.');
  });
});
