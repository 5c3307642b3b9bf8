// What a person would expect to read after some weeks of learning, in numbers.
import { latestOfEach } from '../../../src/learning/evidence/evidence';
import { answer, answers, daysAgo, learnerWith, passedProject, ticks } from '../../factories/evidence';

type Pieces = Parameters<typeof learnerWith>[0];
const atMid = (pieces: Pieces, options?: Parameters<typeof learnerWith>[1]) =>
  learnerWith(pieces, options).masteryOf('sql', 2).mastery;
const atJunior = (pieces: Pieces) => learnerWith(pieces).masteryOf('sql', 1).mastery;

test('nothing shown is no mastery and no confidence', () => {
  expect(learnerWith([]).masteryOf('sql', 1)).toMatchObject({ mastery: 0, confidence: 0 });
});

test('one lucky answer is a third, all topics and one lucky answer are still under a half', () => {
  expect(atMid([answer('sql')])).toBeCloseTo(1 / 3, 10);
  expect(atJunior([answer('sql'), ...ticks(20, 'sql')])).toBeLessThan(0.5);
});

test('three of three in an exam is enough for an important skill, not for an essential one', () => {
  expect(atMid(answers(3, 'sql'))).toBe(0.6);
});

test('three easy answers are enough for a junior and not for more', () => {
  const easy = answers(3, 'sql', { difficulty: 'EASY' });
  expect(atJunior(easy)).toBe(0.6);
  expect(atMid(easy)).toBeLessThan(0.5);
  expect(learnerWith(easy).masteryOf('sql', 3).mastery).toBeLessThan(0.3);
});

test('no number of easy answers is enough for the level above, but with a good ground two at the level are', () => {
  const easy = answers(50, 'sql', { difficulty: 'EASY' });
  expect(atMid(easy)).toBeCloseTo(1.5 / 3.5, 10);
  expect(learnerWith(easy).masteryOf('sql', 2).confidence).toBeCloseTo(1.5 / 3.5, 10);
  expect(atMid([...easy, ...answers(2, 'sql')])).toBeGreaterThan(0.6);
});

test('projects without stretch criteria make no senior', () => {
  const projects = ['shop', 'feed', 'tracker', 'shortener'].flatMap((project) => passedProject(project, ['sql']));
  expect(atMid(projects)).toBeGreaterThan(0.8);
  expect(learnerWith(projects).masteryOf('sql', 3).mastery).toBeLessThan(0.5);
});

test('some wrong answers among very many right ones do not weigh down the level above', () => {
  const easy = [...answers(40, 'sql', { difficulty: 'EASY' }), ...answers(4, 'sql', { difficulty: 'EASY', points: 0 })];
  expect(atMid(easy)).toBeCloseTo(1.5 / 3.5, 10);
});

test('a level above the third asks for no harder evidence, as there is none', () => {
  const learner = learnerWith(answers(3, 'sql', { difficulty: 'HARD' }));
  expect(learner.masteryOf('sql', 4)).toEqual(learner.masteryOf('sql', 3));
  expect(learner.masteryOf('sql', 4).mastery).toBe(0.6);
});

test('a failed hard question says less against a junior than against a senior', () => {
  const pieces = [...answers(3, 'sql', { difficulty: 'HARD' }), answer('sql', { difficulty: 'HARD', points: 0 })];
  expect(atJunior(pieces)).toBeGreaterThan(learnerWith(pieces).masteryOf('sql', 3).mastery);
});

test('five quizzes with one question each bring as far as an exam with three or four', () => {
  const mastery = atMid(answers(5, 'sql', { assessmentKind: 'QUIZ' }));
  expect(mastery).toBeGreaterThan(atMid(answers(3, 'sql')));
  expect(mastery).toBeLessThan(atMid(answers(4, 'sql')));
});

test('the same quiz taken five times is one answer', () => {
  const again = [1, 2, 3, 4, 5].map((days) =>
    answer('sql', { questionId: 'joins', assessmentKind: 'QUIZ', at: daysAgo(days) }),
  );
  expect(latestOfEach(again)).toHaveLength(1);
  expect(atMid(again)).toBeLessThan(0.3);
});

test('only ticked topics stay under 0.3, however many there are', () => {
  expect(atJunior(ticks(1, 'sql'))).toBeGreaterThan(0);
  expect(atJunior(ticks(4, 'sql'))).toBeLessThan(0.3);
  expect(atJunior(ticks(50, 'sql'))).toBe(atJunior(ticks(4, 'sql')));
});

test('ticks in narrower skills share the limit of the ticks', () => {
  const narrower = Array.from({ length: 10 }, (_, index) => `part-${index}`);
  const learner = learnerWith(
    narrower.flatMap((skillId) => ticks(5, skillId)),
    { broader: narrower.map((skillId) => [skillId, 'sql']) },
  );
  expect(learner.masteryOf('sql', 1).mastery).toBeLessThan(0.2);
});

test('a passed project is as good as three exam answers; with an exam and a quiz it makes an essential skill', () => {
  const project = passedProject('shop', ['sql', 'api']);
  expect(atMid(project)).toBeCloseTo(0.6, 10);
  const weeks = [...project, answer('sql'), answer('sql', { assessmentKind: 'QUIZ' }), ...ticks(4, 'sql')];
  expect(atMid(weeks)).toBeGreaterThan(0.7);
  expect(learnerWith(weeks).masteryOf('api', 2).mastery).toBeCloseTo(0.6, 10);
});

test('two years later it is not enough any more, and the confidence is gone, too', () => {
  const pieces = [...passedProject('shop', ['sql']), ...answers(3, 'sql')];
  expect(atMid(pieces)).toBe(0.75);
  const later = learnerWith(pieces, { now: daysAgo(-730) }).masteryOf('sql', 2);
  expect(later.mastery).toBeCloseTo(1.5 / 3.5, 10);
  expect(later.confidence).toBeCloseTo(1.5 / 3.5, 10);
});

test('who failed everything is at 0 with confidence, and gains nothing by waiting', () => {
  const failed = answers(5, 'sql', { points: 0 });
  expect(learnerWith(failed).masteryOf('sql', 2)).toMatchObject({ mastery: 0, confidence: 5 / 7 });
  expect(atMid(failed, { now: daysAgo(-1000) })).toBe(0);
});

test('evidence in a narrower skill counts half, in a wider one a quarter', () => {
  const three = (skillId: string) => answers(3, skillId);
  expect(atMid(three('joins'), { broader: [['joins', 'sql']] })).toBeCloseTo(1.5 / 3.5, 10);
  expect(atMid(three('databases'), { broader: [['sql', 'databases']] })).toBeCloseTo(0.75 / 2.75, 10);
  expect(atMid(three('cooking'))).toBe(0);
});

test('what was shown before two skills were merged counts in full for the new one', () => {
  const pieces = [...answers(2, 'sql-basics'), ...answers(1, 'sql-queries')];
  const merged = [
    ['sql', 'sql-basics'],
    ['sql', 'sql-queries'],
  ] as const;
  expect(atMid(pieces, { replaces: [...merged] })).toBe(0.6);
});

test('a clock that is ahead makes nothing count more than now', () => {
  expect(atMid(answers(3, 'sql', { at: daysAgo(-1) }))).toBe(0.6);
});
