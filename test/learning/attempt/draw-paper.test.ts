import fc from 'fast-check';
import { type Candidate, type DrawnEntry, drawPaper } from '../../../src/learning/attempt/draw-paper';
import { optionOrder } from '../../../src/learning/attempt/option-order';

const difficulties = ['EASY', 'MEDIUM', 'HARD'] as const;

/** A bank of some skills, and a blueprint that it can fill. */
const bankAndBlueprint = fc
  .record({
    bank: fc.array(
      fc.record({
        skillId: fc.constantFrom('sql', 'git'),
        difficulty: fc.constantFrom(...difficulties, null),
        seen: fc.nat(2),
        exposure: fc.nat(5),
      }),
      { maxLength: 24 },
    ),
    wishes: fc.array(
      fc.record({
        skill: fc.constantFrom('sql', 'git'),
        difficulty: fc.constantFrom(...difficulties, null),
        count: fc.integer({ min: 1, max: 4 }),
      }),
      { maxLength: 6 },
    ),
    fixed: fc.nat(3),
    seed: fc.string({ minLength: 1 }),
  })
  .map(({ bank, wishes, fixed, seed }) => ({
    seed,
    candidates: bank.map((each, index): Candidate => ({ id: `question-${index}`, ...each })),
    blueprint: wishes as DrawnEntry[],
    fixed: bank.slice(0, fixed).map((_, index) => `question-${index}`),
  }));

describe('a paper', () => {
  test('asks what the blueprint says, each question once, the fixed ones first', () => {
    fc.assert(
      fc.property(bankAndBlueprint, ({ seed, fixed, blueprint, candidates }) => {
        const drawn = drawPaper(seed, fixed, blueprint, candidates);
        const free = candidates.filter(({ id }) => !fixed.includes(id));
        expect(drawn !== null).toBe(isFillable(blueprint, free));
        if (!drawn) return;
        const { questionIds } = drawn;
        expect(new Set(questionIds).size).toBe(questionIds.length);
        expect(questionIds.slice(0, fixed.length)).toEqual(fixed);
        let place = fixed.length;
        for (const { skill, difficulty, count } of blueprint) {
          for (const id of questionIds.slice(place, place + count)) {
            const question = candidates.find((each) => each.id === id)!;
            expect(question.skillId).toBe(skill);
            if (difficulty !== null) expect(question.difficulty).toBe(difficulty);
          }
          place += count;
        }
        expect(questionIds).toHaveLength(place);
      }),
      { numRuns: 300 },
    );
  });

  test('prefers what the learner has seen least, then what was drawn least', () => {
    fc.assert(
      fc.property(bankAndBlueprint, ({ seed, candidates }) => {
        const ofSkill = candidates.filter(({ skillId }) => skillId === 'sql');
        fc.pre(ofSkill.length > 1);
        const count = Math.ceil(ofSkill.length / 2);
        const { drawnIds } = drawPaper(seed, [], [{ skill: 'sql', count }], candidates)!;
        const rank = (id: string) => {
          const { seen, exposure } = ofSkill.find((each) => each.id === id)!;
          return seen * 100 + exposure;
        };
        const left = ofSkill.filter(({ id }) => !drawnIds.includes(id));
        expect(Math.max(...drawnIds.map(rank))).toBeLessThanOrEqual(Math.min(...left.map(({ id }) => rank(id))));
      }),
      { numRuns: 200 },
    );
  });

  test('is the same for the same seed whatever order the bank comes in, and another for another seed', () => {
    const candidates = Array.from({ length: 30 }, (_, index) => ({
      id: `question-${index}`,
      skillId: 'sql',
      difficulty: null,
      seen: 0,
      exposure: 0,
    }));
    const blueprint = [{ skill: 'sql', count: 10 }];
    const paper = drawPaper('a seed', [], blueprint, candidates);
    expect(drawPaper('a seed', [], blueprint, candidates.toReversed())).toEqual(paper);
    expect(drawPaper('another seed', [], blueprint, candidates)).not.toEqual(paper);
  });

  test('uses a bank evenly: after any number of papers no question was drawn twice more than another', () => {
    const exposure = new Map(Array.from({ length: 7 }, (_, index) => [`question-${index}`, 0]));
    for (let paper = 0; paper < 60; paper += 1) {
      const candidates = [...exposure].map(([id, times]) => ({
        id,
        skillId: 'sql',
        difficulty: null,
        seen: 0,
        exposure: times,
      }));
      for (const id of drawPaper(`seed ${paper}`, [], [{ skill: 'sql', count: 3 }], candidates)!.drawnIds)
        exposure.set(id, exposure.get(id)! + 1);
      expect(Math.max(...exposure.values()) - Math.min(...exposure.values())).toBeLessThanOrEqual(1);
    }
  });
});

describe('the order of options', () => {
  const optionIds = ['a', 'b', 'c', 'd', 'e'];
  const question = { id: '7f0c6a52-5b0e-5b5c-8d0b-0f5d1c9c6e11', kind: 'SINGLE_CHOICE', optionIds };

  test('is what its description says: this value never changes, receipts depend on it', () => {
    expect(optionOrder('0123456789abcdef', question)).toEqual(['e', 'd', 'a', 'c', 'b']);
  });

  test('has each option once, and depends on the seed and the question and on nothing else', () => {
    fc.assert(
      fc.property(fc.string(), fc.uuid(), fc.shuffledSubarray(optionIds, { minLength: 5 }), (seed, id, given) => {
        const order = optionOrder(seed, { id, kind: 'ORDERING', optionIds: given });
        expect(order.toSorted()).toEqual(optionIds);
        expect(optionOrder(seed, { id, kind: 'MULTIPLE_CHOICE', optionIds })).toEqual(order);
      }),
      { numRuns: 100 },
    );
  });

  test('puts every option at every place about as often', () => {
    const times = new Map<string, number>();
    for (let seed = 0; seed < 2_000; seed += 1) {
      optionOrder(`seed ${seed}`, question).forEach((id, place) =>
        times.set(`${id}${place}`, (times.get(`${id}${place}`) ?? 0) + 1),
      );
    }
    expect(times.size).toBe(25);
    for (const count of times.values()) expect(Math.abs(count - 400)).toBeLessThan(90);
  });

  test('of a scale, and of yes and no, is that of the content', () => {
    for (const kind of ['LIKERT', 'YES_NO']) expect(optionOrder('seed', { ...question, kind })).toEqual(optionIds);
  });
});

/** By trying: whether entries of one difficulty, then those of any, find enough. */
function isFillable(blueprint: readonly DrawnEntry[], bank: readonly Candidate[]): boolean {
  const left = [...bank];
  const take = (fits: (question: Candidate) => boolean): boolean => {
    const index = left.findIndex(fits);
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  };
  const named = blueprint.filter(({ difficulty }) => difficulty !== null);
  const any = blueprint.filter(({ difficulty }) => difficulty === null);
  return [...named, ...any].every(({ skill, difficulty, count }) =>
    Array.from({ length: count }).every(() =>
      take((each) => each.skillId === skill && (difficulty === null || each.difficulty === difficulty)),
    ),
  );
}
