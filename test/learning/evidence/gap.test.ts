import fc from 'fast-check';
import { gap } from '../../../src/learning/evidence/gap';
import { ladderRanks } from '../../../src/learning/evidence/level-ladder';
import { neededMastery } from '../../../src/learning/evidence/skill-requirement';
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

const career = [
  requirement('git', { importance: 'OPTIONAL' }),
  requirement('sql', { importance: 'ESSENTIAL' }),
  requirement('api', { importance: 'IMPORTANT', from: MID }),
  requirement('leading', { importance: 'ESSENTIAL', from: SENIOR }),
];
const skillsMissing = (pieces: Parameters<typeof learnerWith>[0], level = MID) =>
  gap(career, level, learnerWith(pieces)).missing.map((skill) => skill.requirement.skillId);
/** The facts that say what keeps the evidence for a skill from being enough. */
const lacksOf = (skillId: string, pieces: Parameters<typeof learnerWith>[0], level = MID) =>
  gap(career, level, learnerWith(pieces))
    .missing.find((skill) => skill.requirement.skillId === skillId)!
    .reasons.map(({ fact }) => fact)
    .filter((fact) => !['ASKED', 'SHOWN', 'SHOWN_NEARBY', 'AS_MUCH_AS'].includes(fact));

describe('readiness', () => {
  test('is 0 for a new learner, and everything is missing', () => {
    expect(gap(career, MID, learnerWith([])).readiness).toBe(0);
    expect(skillsMissing([])).toEqual(['sql', 'api', 'git']);
  });

  test('is unknown at a level that asks for nothing', () => {
    expect(gap([requirement('leading', { from: SENIOR })], JUNIOR, learnerWith([]))).toEqual({
      level: JUNIOR,
      readiness: null,
      missing: [],
    });
  });

  test('is 100 when nothing is missing', () => {
    const learner = learnerWith(['git', 'sql', 'api'].flatMap((skillId) => answers(7, skillId)));
    expect(gap(career, MID, learner)).toEqual({ level: MID, readiness: 100, missing: [] });
  });

  test('is not 100 while the least bit is missing', () => {
    const almost = answers(3, 'api', { at: daysAgo(0.01) });
    const learner = learnerWith([...['git', 'sql'].flatMap((skillId) => answers(7, skillId)), ...almost]);
    const { readiness, missing } = gap(career, MID, learner);
    expect(missing).toHaveLength(1);
    expect(readiness).toBe(99.9);
  });

  test('counts each skill by its importance and by how much of what is needed is there', () => {
    const { readiness } = gap(career, JUNIOR, learnerWith([answer('sql')]));
    // (3 · (1/3) / 0.7 + 1 · 0) / 4
    expect(readiness).toBe(35.7);
  });

  test('of a passed project and an exam in another career that needs the same skill is the same evidence', () => {
    const learner = learnerWith([...passedProject('shop', ['sql']), ...answers(2, 'sql')]);
    const other = [requirement('sql', { importance: 'OPTIONAL', from: MID })];
    expect(gap(other, MID, learner).readiness).toBe(100);
  });

  test('never falls by a right answer', () => {
    const skills = fc.constantFrom('git', 'sql', 'api', 'leading');
    fc.assert(
      fc.property(fc.array(fc.tuple(skills, fc.boolean())), skills, (given, skillId) => {
        const pieces = given.map(([skill, right]) => answer(skill, { points: right ? 1 : 0 }));
        for (const level of [JUNIOR, MID, SENIOR]) {
          const before = gap(career, level, learnerWith(pieces)).readiness!;
          const after = gap(career, level, learnerWith([...pieces, answer(skillId)])).readiness!;
          expect(after).toBeGreaterThanOrEqual(before);
        }
      }),
    );
  });
});

describe('what is needed', () => {
  test('rises with importance, and by a twentieth for each level above the one that first asks', () => {
    expect(career.map((each) => neededMastery(each, SENIOR))).toEqual([0.6, 0.8, 0.65, 0.7]);
    expect(neededMastery(requirement('sql', { from: null }), MID)).toBe(0.65);
  });

  test('can always be reached, however long the ladder is', () => {
    expect(neededMastery(requirement('sql'), { name: 'Fellow', rank: 20 })).toBe(0.9);
  });

  test('is compared with mastery at the level that first asks for the skill', () => {
    const easy = answers(6, 'sql', { difficulty: 'EASY' });
    expect(skillsMissing(easy)).not.toContain('sql');
    const easyApi = answers(6, 'api', { difficulty: 'EASY' });
    expect(skillsMissing(easyApi)).toContain('api');
  });
});

test('what would lift readiness most comes first, then the order of the career', () => {
  expect(skillsMissing([], SENIOR)).toEqual(['sql', 'leading', 'api', 'git']);
  expect(skillsMissing(answers(4, 'sql'), SENIOR)).toEqual(['leading', 'api', 'git', 'sql']);
  const learner = learnerWith([]);
  const { missing } = gap(career, SENIOR, learner);
  expect(missing.reduce((total, { gain }) => total + gain, 0)).toBeCloseTo(100, 10);
});

test('a level is known by its place on the ladder, whatever number it has', () => {
  const levels = [
    { id: 'senior', rank: 30 },
    { id: 'junior', rank: 10 },
    { id: 'mid', rank: 20 },
    { id: 'middle', rank: 20 },
  ];
  expect(Object.fromEntries(ladderRanks(levels))).toEqual({ junior: 1, mid: 2, middle: 2, senior: 3 });
});

describe('why a skill is missing', () => {
  test('says what is asked, what was shown of the skill itself and what of others', () => {
    const pieces = [answer('sql', { at: daysAgo(20) }), answer('joins', { points: 0, at: daysAgo(3) })];
    const learner = learnerWith(pieces, { broader: [['joins', 'sql']] });
    const [sql] = gap(career, MID, learner).missing.filter((skill) => skill.requirement.skillId === 'sql');
    expect(sql!.reasons).toMatchObject([
      { fact: 'ASKED', importance: 'ESSENTIAL', from: 'Junior', level: 'Mid-level', have: sql!.have, need: 0.75 },
      { fact: 'SHOWN', summary: { questionsAnswered: 1, questionsRight: 1, latestAgeDays: 20 } },
      { fact: 'SHOWN_NEARBY', skillIds: ['joins'], summary: { questionsAnswered: 1, questionsRight: 0 } },
      { fact: 'AS_MUCH_AS', rank: 1 },
    ]);
  });

  test.each([
    ['nothing was shown', [], ['NOTHING_SHOWN']],
    ['topics were only ticked', ticks(4, 'api'), ['ONLY_TICKED']],
    ['it was shown too long ago', answers(5, 'api', { at: daysAgo(700) }), ['FADED']],
    ['it was shown at an easier level', answers(4, 'api', { difficulty: 'EASY' }), ['TOO_EASY']],
    ['too much was wrong', [...answers(3, 'api'), ...answers(3, 'api', { points: 0 })], ['TOO_MUCH_WRONG']],
    ['it is just too little', answers(2, 'api'), []],
  ])('%s', (_why, pieces, facts) => {
    expect(lacksOf('api', pieces)).toEqual(facts);
  });

  const namedFor = (need: (typeof career)[number], pieces: Parameters<typeof learnerWith>[0]) => {
    const [missing] = gap([need], SENIOR, learnerWith(pieces)).missing;
    return missing?.reasons.find((reason) => reason.fact === 'AS_MUCH_AS')?.rightAnswers ?? 0;
  };

  test.each([
    ['without a rounding error in between', career[1]!, [], 8],
    ['at the level, when there is much that is easier', career[2]!, answers(12, 'api', { difficulty: 'EASY' }), 3],
    [
      'with those that are there already',
      career[2]!,
      [...answers(12, 'api', { difficulty: 'EASY' }), answer('api')],
      2,
    ],
  ])('right answers are counted %s', (_how, need, pieces, count) => {
    expect(namedFor(need, pieces)).toBe(count);
  });

  test('so many right answers as it names would close the gap, and one less would not', () => {
    const outcome = fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.boolean());
    const difficulty = fc.oneof(fc.constant('EASY' as const), fc.constantFrom('EASY', 'MEDIUM', 'HARD'));
    const history = fc.array(fc.tuple(outcome, difficulty, fc.nat({ max: 500 })), { maxLength: 20 });
    fc.assert(
      fc.property(history, (given) => {
        const pieces = given.map(([right, hardness, days]) =>
          answer('api', { points: right ? 1 : 0, difficulty: hardness, at: daysAgo(days) }),
        );
        const missingWith = (more: number) =>
          gap([career[2]!], SENIOR, learnerWith([...pieces, ...answers(more, 'api')])).missing;
        const named = namedFor(career[2]!, pieces);
        expect(missingWith(named)).toEqual([]);
        if (named > 0) expect(missingWith(named - 1)).toHaveLength(1);
      }),
    );
  });
});
