import {
  answerEvidence,
  type GradedAnswer,
  latestOfEach,
  projectEvidence,
  type ReviewedRound,
  topicEvidence,
} from '../../../src/learning/evidence/evidence';
import { answer, daysAgo, NOW } from '../../factories/evidence';

const graded: GradedAnswer = {
  questionId: 'joins',
  skillIds: ['sql'],
  assessmentKind: 'EXAM',
  difficulty: 'HARD',
  answered: true,
  points: 1.5,
  maxPoints: 2,
  at: NOW,
};

describe('a graded answer', () => {
  test.each([
    ['was left open', { answered: false, points: 0 }],
    ['was not graded', { points: null }],
    ['can earn no points', { points: 0, maxPoints: 0 }],
  ])('is no evidence when it %s', (_why, overrides) => {
    expect(answerEvidence({ ...graded, ...overrides })).toEqual([]);
  });

  test('shows the skill by its share of the points, at the level of its difficulty', () => {
    expect(answerEvidence(graded)).toEqual([
      { kind: 'ANSWER', source: 'joins', skillIds: ['sql'], outcome: 0.75, rank: 3, weight: 1, at: NOW },
    ]);
  });

  test('weighs less in a quiz, and is taken as medium when nobody said how hard it is', () => {
    const [piece] = answerEvidence({ ...graded, assessmentKind: 'QUIZ', difficulty: null });
    expect(piece).toMatchObject({ weight: 0.7, rank: 2 });
  });
});

describe('of several answers to the same question', () => {
  test('only the latest counts', () => {
    const pieces = [
      answer('sql', { questionId: 'joins', points: 1, at: daysAgo(9) }),
      answer('sql', { questionId: 'joins', points: 0, at: daysAgo(2) }),
      answer('sql', { questionId: 'joins', points: 1, at: daysAgo(5) }),
    ];
    expect(latestOfEach(pieces)).toEqual([pieces[1]]);
  });

  test('a quiz after an exam keeps the weight of the exam', () => {
    const exam = answer('sql', { questionId: 'joins', at: daysAgo(9) });
    const quiz = answer('sql', { questionId: 'joins', at: daysAgo(1), assessmentKind: 'QUIZ' });
    expect(latestOfEach([quiz, exam])).toEqual([{ ...quiz, weight: 1 }]);
  });

  test('of two at the same moment the better one counts, in whatever order they come', () => {
    const right = answer('sql', { questionId: 'joins', points: 1 });
    const wrong = answer('sql', { questionId: 'joins', points: 0 });
    expect([latestOfEach([right, wrong]), latestOfEach([wrong, right])]).toEqual([[right], [right]]);
  });

  test('a question and a topic with the same id are two things', () => {
    const pieces = [
      answer('sql', { questionId: 'sql/joins' }),
      topicEvidence({ skillId: 'sql', topicId: 'joins', at: NOW }),
    ];
    expect(latestOfEach(pieces)).toHaveLength(2);
  });
});

describe('a reviewed project', () => {
  const criteria = [
    { id: 'auth', kind: 'ACCEPTANCE' },
    { id: 'paging', kind: 'ACCEPTANCE' },
    { id: 'cache', kind: 'STRETCH' },
  ] as const;
  const round = (met: Record<string, boolean>, passed: boolean, at = NOW): ReviewedRound => ({
    criteria,
    verdicts: Object.entries(met).map(([criterionId, each]) => ({ criterionId, met: each })),
    passed,
    at,
  });
  const evidenceOf = (...rounds: ReviewedRound[]) =>
    projectEvidence({ projectId: 'shop', skillIds: ['api', 'sql'], rounds });

  test('shows nothing before it was reviewed', () => {
    expect(evidenceOf()).toEqual([]);
  });

  test('refuses a verdict on something that the round does not ask for', () => {
    expect(() => evidenceOf(round({ colours: true }, false))).toThrow('colours');
  });

  test('that was sent back shows what is met and what is not; a stretch criterion that is not met shows nothing', () => {
    expect(evidenceOf(round({ auth: true, paging: false, cache: false }, false))).toMatchObject([
      { source: 'shop/auth', outcome: 1, rank: 2, weight: 0.5, skillIds: ['api', 'sql'] },
      { source: 'shop/paging', outcome: 0, rank: 2, weight: 0.5 },
    ]);
  });

  test('that passed after changes shows all criteria as met, and that it passed', () => {
    const pieces = evidenceOf(
      round({ auth: true, paging: false }, false, daysAgo(9)),
      round({ auth: true, paging: true, cache: true }, true),
    );
    expect(pieces).toMatchObject([
      { kind: 'CRITERION', source: 'shop/auth', outcome: 1, at: NOW },
      { kind: 'CRITERION', source: 'shop/paging', outcome: 1, at: NOW },
      { kind: 'CRITERION', source: 'shop/cache', outcome: 1, rank: 3, weight: 0.5 },
      { kind: 'SUBMISSION', source: 'shop', outcome: 1, rank: 2, weight: 1 },
    ]);
  });

  test('keeps what was met when an editor replaces the criteria, and forgets what was not met', () => {
    const replaced: ReviewedRound = {
      criteria: [{ id: 'limits', kind: 'ACCEPTANCE' }],
      verdicts: [{ criterionId: 'limits', met: true }],
      passed: true,
      at: NOW,
    };
    const pieces = evidenceOf(round({ auth: true, paging: false }, false, daysAgo(9)), replaced);
    expect(pieces.map(({ source, outcome }) => [source, outcome])).toEqual([
      ['shop/auth', 1],
      ['shop/limits', 1],
      ['shop', 1],
    ]);
  });

  test('with many criteria weighs no more than one with four', () => {
    const many = Array.from({ length: 50 }, (_, index) => ({ id: `${index}`, kind: 'ACCEPTANCE' as const }));
    const verdicts = many.map(({ id }) => ({ criterionId: id, met: true }));
    const pieces = evidenceOf({ criteria: many, verdicts, passed: false, at: NOW });
    expect(pieces.reduce((total, { weight }) => total + weight, 0)).toBeCloseTo(2, 10);
  });

  test('weighs no more over several editions of its criteria than over one', () => {
    const edition = (name: string, at: Date): ReviewedRound => {
      const criteria = ['a', 'b', 'c', 'd'].map((id) => ({ id: `${name}-${id}`, kind: 'ACCEPTANCE' as const }));
      return { criteria, verdicts: criteria.map(({ id }) => ({ criterionId: id, met: true })), passed: false, at };
    };
    const pieces = evidenceOf(edition('old', daysAgo(9)), edition('new', NOW));
    expect(pieces).toHaveLength(8);
    expect(pieces.reduce((total, { weight }) => total + weight, 0)).toBeCloseTo(2, 10);
  });
});

describe('a question that editors changed', () => {
  const changed = (skill: string, difficulty: 'EASY' | 'HARD', points: number, at: Date) =>
    answerEvidence({
      questionId: 'moved',
      skillIds: [skill],
      assessmentKind: 'EXAM',
      difficulty,
      answered: true,
      points,
      maxPoints: 1,
      at,
    });

  test('and that is answered right again takes nothing from the earlier answer, neither its level nor its skill', () => {
    const easier = latestOfEach([...changed('sql', 'HARD', 1, daysAgo(9)), ...changed('sql', 'EASY', 1, NOW)]);
    expect(easier).toMatchObject([{ outcome: 1, rank: 3, at: NOW }]);
    const moved = latestOfEach([...changed('sql', 'HARD', 1, daysAgo(9)), ...changed('git', 'HARD', 1, NOW)]);
    expect(moved.map(({ skillIds, outcome }) => [skillIds, outcome])).toEqual([
      [['sql'], 1],
      [['git'], 1],
    ]);
  });

  test('and that is answered wrong excuses no wrong answer of before', () => {
    const harder = latestOfEach([...changed('sql', 'EASY', 0, daysAgo(9)), ...changed('sql', 'HARD', 0, NOW)]);
    expect(harder).toMatchObject([{ outcome: 0, rank: 1 }]);
  });
});
