import fc from 'fast-check';
import { answerEvidence, type Evidence, projectEvidence, topicEvidence } from '../../../src/learning/evidence/evidence';
import { LearnerEvidence } from '../../../src/learning/evidence/learner-evidence';
import { makeSkillGraph, type SkillGraph } from '../../../src/learning/evidence/skill-spread';
import { answer, daysAgo, NOW } from '../../factories/evidence';

const SKILLS = ['api', 'sql', 'git', 'testing', 'linux'];
const RANKS = [1, 2, 3, 4];
/** Sums of the same numbers may differ in their last bits. */
const ROUNDING = 1e-12;

const skill = fc.constantFrom(...SKILLS);
const age = fc.oneof(fc.nat({ max: 60 }), fc.nat({ max: 2000 }));
const edges = fc.array(fc.tuple(skill, skill), { maxLength: 8 });
/** Any edges, circles and edges to itself included. */
const graphs = fc.record({ broader: edges, replaces: edges }).map(makeSkillGraph);

/** A question keeps its skill, but editors change what they say of its difficulty; it is often asked again. */
function answerTo(question: number, exam: boolean, points: number, at: Date): Evidence {
  return answerEvidence({
    questionId: `question-${question}`,
    skillIds: [SKILLS[question % SKILLS.length]!],
    assessmentKind: exam ? 'EXAM' : 'QUIZ',
    difficulty: (['EASY', 'MEDIUM', 'HARD', null] as const)[(question + points) % 4]!,
    answered: true,
    points,
    maxPoints: 4,
    at,
  })[0]!;
}

const question = fc.nat({ max: 9 });
const answers = fc
  .tuple(question, fc.boolean(), fc.nat({ max: 4 }), age)
  .map(([asked, exam, points, days]) => [answerTo(asked, exam, points, daysAgo(days))]);
const topics = fc
  .tuple(skill, fc.nat({ max: 8 }), age)
  .map(([skillId, topic, days]) => [topicEvidence({ skillId, topicId: `topic-${topic}`, at: daysAgo(days) })]);
const projects = fc
  .tuple(fc.nat({ max: 3 }), fc.array(fc.boolean(), { minLength: 2 }), age)
  .map(([project, met, days]) => {
    const skillIds = SKILLS.slice(project);
    const criteria = met.map((_, index) => ({
      id: `criterion-${index}`,
      kind: index % 3 === 2 ? ('STRETCH' as const) : ('ACCEPTANCE' as const),
    }));
    const verdicts = criteria.map(({ id }, index) => ({ criterionId: id, met: met[index]! }));
    const passed = criteria.every(({ kind }, index) => kind === 'STRETCH' || met[index]);
    const rounds = [{ criteria, verdicts, passed, at: daysAgo(days) }];
    return projectEvidence({ projectId: `project-${project}`, skillIds, rounds });
  });
const histories = fc.array(fc.oneof(answers, topics, projects), { maxLength: 25 }).map((pieces) => pieces.flat());

interface Seen {
  mastery: number;
  confidence: number;
}

/** What is higher than it was before, or lower: one expectation for many numbers is much faster than many. */
const raised = (of: keyof Seen, before: Seen[], after: Seen[]) =>
  after.filter((each, index) => each[of] > before[index]![of] + ROUNDING);
const lowered = (of: keyof Seen, before: Seen[], after: Seen[]) => raised(of, after, before);

/** Mastery and confidence of all skills at all levels. */
function allOf(pieces: readonly Evidence[], graph: SkillGraph, now = NOW) {
  const learner = new LearnerEvidence(pieces, graph, now);
  return SKILLS.flatMap((skillId) => RANKS.map((rank) => learner.masteryOf(skillId, rank)));
}

function check<T extends unknown[]>(property: fc.IPropertyWithHooks<T>): void {
  fc.assert(property, { numRuns: 100 });
}

test('a further right answer, new or to a question asked before, never lowers mastery of any skill at any level', () => {
  check(
    fc.property(histories, graphs, question, fc.boolean(), (pieces, graph, asked, exam) => {
      const before = allOf(pieces, graph);
      const after = allOf([...pieces, answerTo(asked, exam, 4, NOW)], graph);
      expect(lowered('mastery', before, after)).toEqual([]);
    }),
  );
});

test('a further tick or met criterion never lowers mastery, at whatever time it was done', () => {
  check(
    fc.property(histories, graphs, skill, age, (pieces, graph, skillId, days) => {
      const before = allOf(pieces, graph);
      const at = daysAgo(days);
      const project = {
        projectId: 'new',
        skillIds: [skillId],
        rounds: [
          {
            criteria: [{ id: 'only', kind: 'ACCEPTANCE' as const }],
            verdicts: [{ criterionId: 'only', met: true }],
            passed: true,
            at,
          },
        ],
      };
      for (const more of [[topicEvidence({ skillId, topicId: 'new', at })], projectEvidence(project)]) {
        expect(lowered('mastery', before, allOf([...pieces, ...more], graph))).toEqual([]);
      }
    }),
  );
});

test('a wrong answer, new or to a question asked before, never raises mastery', () => {
  check(
    fc.property(histories, graphs, question, fc.boolean(), (pieces, graph, asked, exam) => {
      const before = allOf(pieces, graph);
      const after = allOf([...pieces, answerTo(asked, exam, 0, NOW)], graph);
      expect(raised('mastery', before, after)).toEqual([]);
    }),
  );
});

test('time alone never raises mastery or confidence, and takes both to nothing in the end', () => {
  check(
    fc.property(histories, graphs, fc.integer({ min: 1, max: 3000 }), (pieces, graph, days) => {
      const before = allOf(pieces, graph);
      const later = allOf(pieces, graph, daysAgo(-days));
      expect([...raised('mastery', before, later), ...raised('confidence', before, later)]).toEqual([]);
      expect(allOf(pieces, graph, daysAgo(-20_000)).filter(({ confidence }) => confidence > 0.001)).toEqual([]);
    }),
  );
});

test('a right answer counts less the older it is', () => {
  check(
    fc.property(graphs, question, age, fc.integer({ min: 1, max: 1000 }), (graph, asked, days, more) => {
      const younger = allOf([answerTo(asked, true, 4, daysAgo(days))], graph);
      const older = allOf([answerTo(asked, true, 4, daysAgo(days + more))], graph);
      const counting = younger.filter(({ mastery }) => mastery > 0);
      expect(counting.length).toBeGreaterThan(0);
      expect(younger.filter(({ mastery }, index) => mastery > older[index]!.mastery)).toEqual(counting);
    }),
  );
});

test('one right answer stays under a half, even with every topic of every skill ticked', () => {
  const ticked = SKILLS.flatMap((skillId) =>
    Array.from({ length: 12 }, (_, index) => topicEvidence({ skillId, topicId: `topic-${index}`, at: NOW })),
  );
  check(
    fc.property(graphs, question, fc.boolean(), (graph, asked, exam) => {
      const seen = allOf([answerTo(asked, exam, 4, NOW), ...ticked], graph);
      expect(seen.filter(({ mastery }) => mastery >= 0.5)).toEqual([]);
    }),
  );
});

test('a piece about something new never lowers confidence', () => {
  check(
    fc.property(histories, graphs, skill, fc.nat({ max: 4 }), age, (pieces, graph, skillId, points, days) => {
      const before = allOf(pieces, graph);
      const more = answer(skillId, { points, maxPoints: 4, at: daysAgo(days) });
      expect(lowered('confidence', before, allOf([...pieces, more], graph))).toEqual([]);
    }),
  );
});

test('mastery and confidence stay between 0 and 1, mastery never above confidence, and falls with the level asked', () => {
  check(
    fc.property(histories, graphs, (pieces, graph) => {
      const seen = allOf(pieces, graph);
      const easierLevel = seen.map((each, index) => (index % RANKS.length === 0 ? each : seen[index - 1]!));
      expect(seen.filter(({ mastery, confidence }) => mastery < 0 || confidence >= 1)).toEqual([]);
      expect(seen.filter(({ mastery, confidence }) => mastery > confidence + ROUNDING)).toEqual([]);
      expect(raised('mastery', easierLevel, seen)).toEqual([]);
    }),
  );
});

test('the order of the pieces does not matter, to the last bit', () => {
  const inTwoOrders = histories.chain((pieces) =>
    fc.tuple(fc.constant(pieces), fc.shuffledSubarray(pieces, { minLength: pieces.length })),
  );
  check(
    fc.property(inTwoOrders, graphs, ([pieces, shuffled], graph) => {
      expect(allOf(shuffled, graph)).toEqual(allOf(pieces, graph));
    }),
  );
});

test('evidence for a skill that is not related changes nothing', () => {
  check(
    fc.property(histories, graphs, fc.nat({ max: 4 }), (pieces, graph, points) => {
      const before = allOf(pieces, graph);
      expect(allOf([...pieces, answer('elsewhere', { points, maxPoints: 4 })], graph)).toEqual(before);
    }),
  );
});
