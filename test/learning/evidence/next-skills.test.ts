import fc from 'fast-check';
import { type CareerLadder, nextSkills } from '../../../src/learning/evidence/next-skills';
import type { SkillRequirement } from '../../../src/learning/evidence/skill-requirement';
import { answer, answers, JUNIOR, learnerWith, MID, requirement, SENIOR } from '../../factories/evidence';

type Prerequisites = Record<string, string[]>;
type Pieces = Parameters<typeof learnerWith>[0];

function ladder(requirements: SkillRequirement[], prerequisites: Prerequisites = {}): CareerLadder {
  const prerequisitesOf = (skillId: string) => prerequisites[skillId] ?? [];
  return { requirements, levels: [SENIOR, JUNIOR, MID], prerequisitesOf };
}

function order(requirements: SkillRequirement[], prerequisites: Prerequisites = {}, pieces: Pieces = []): string[] {
  return nextSkills(ladder(requirements, prerequisites), learnerWith(pieces)).map(({ skillId }) => skillId);
}

const essential = (skillId: string) => requirement(skillId, { importance: 'ESSENTIAL' });
const important = (skillId: string) => requirement(skillId, { importance: 'IMPORTANT' });
const optional = (skillId: string) => requirement(skillId, { importance: 'OPTIONAL' });

test('nothing is next for who is ready for every level', () => {
  expect(order([essential('sql')], { sql: ['computers'] }, answers(20, 'sql'))).toEqual([]);
});

test('what lifts readiness most is next, then the order of the career', () => {
  expect(order([optional('git'), important('api'), important('testing'), essential('sql')])).toEqual([
    'sql',
    'api',
    'testing',
    'git',
  ]);
});

test('the lowest level that lacks something comes first; a level that asks for nothing is passed over', () => {
  const career = [requirement('leading', { from: SENIOR, importance: 'ESSENTIAL' }), requirement('api', { from: MID })];
  expect(order(career)).toEqual(['api']);
  expect(order(career, {}, answers(4, 'api'))).toEqual(['leading']);
});

test('unmet prerequisites come before, with theirs, also those that the career does not name', () => {
  const prerequisites = { api: ['http'], http: ['networks'], networks: ['computers'] };
  expect(order([essential('api')], prerequisites)).toEqual(['computers', 'networks', 'http', 'api']);
});

test('behind a prerequisite that is met nothing is looked for', () => {
  const prerequisites = { api: ['http'], http: ['networks'] };
  expect(order([essential('api')], prerequisites, answers(2, 'http'))).toEqual(['api']);
});

test('one lucky answer does not make a prerequisite met', () => {
  expect(order([essential('api')], { api: ['http'] }, [answer('http')])).toEqual(['http', 'api']);
});

test('a prerequisite counts with all that waits for it', () => {
  const career = [essential('sql'), important('api'), important('services')];
  expect(order(career, { api: ['http'], services: ['http'] })).toEqual(['http', 'sql', 'api', 'services']);
});

test('prerequisites that lead in a circle do not hang, and come before what waits for them', () => {
  const circle = { api: ['http'], http: ['networks'], networks: ['cables'], cables: ['networks'], self: ['self'] };
  const found = order([essential('api'), optional('self')], circle);
  expect(found.toSorted()).toEqual(['api', 'cables', 'http', 'networks', 'self']);
  expect(found.filter((skillId) => ['networks', 'http', 'api'].includes(skillId))).toEqual(['networks', 'http', 'api']);
});

test('a skill never stands before an unmet prerequisite, each stands once, and no missing skill is left out', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const importance = fc.constantFrom('ESSENTIAL', 'IMPORTANT', 'OPTIONAL');
  const career = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), importance), {
    selector: ([name]) => name,
    minLength: 1,
  });
  // Prerequisites that come earlier in the alphabet: no circles.
  const prerequisites = fc
    .array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), { maxLength: 20 })
    .map((pairs) => pairs.map((pair) => pair.toSorted()).filter(([first, second]) => first !== second));
  const shown = fc.array(fc.constantFrom(...names), { maxLength: 12 });
  fc.assert(
    fc.property(career, prerequisites, shown, (needed, pairs, answered) => {
      const requirements = needed.map(([name, importanceOfIt]) => requirement(name, { importance: importanceOfIt }));
      const prerequisitesOf = (skillId: string) =>
        pairs.filter(([, second]) => second === skillId).map(([first]) => first!);
      const learner = learnerWith(answered.map((name) => answer(name)));
      const next = nextSkills({ requirements, levels: [JUNIOR], prerequisitesOf }, learner).map((each) => each.skillId);
      expect(new Set(next).size).toBe(next.length);
      for (const [index, skillId] of next.entries()) {
        const unmet = prerequisitesOf(skillId).filter((id) => learner.masteryOf(id, 1).mastery < 0.5);
        for (const id of unmet) expect(next.slice(0, index)).toContain(id);
      }
      for (const { skillId } of requirements) {
        if (learner.masteryOf(skillId, 1).mastery < 0.5) expect(next).toContain(skillId);
      }
    }),
  );
});

describe('the reasons', () => {
  const career = ladder([important('api'), essential('services')], {
    api: ['http', 'programming'],
    services: ['api'],
    http: ['programming'],
  });
  const learner = learnerWith(answers(4, 'programming'));
  const byId = new Map(nextSkills(career, learner).map(({ skillId, reasons }) => [skillId, reasons]));

  test('of a prerequisite name what builds on it, and what is there to build it on', () => {
    expect(byId.get('http')).toEqual([
      { fact: 'OPENS', skillIds: ['services', 'api'], inCareer: false },
      { fact: 'BUILDS_ON', skillIds: ['programming'] },
      { fact: 'NOTHING_SHOWN' },
    ]);
  });

  test('of a missing skill say how far it lifts readiness, and what comes before', () => {
    expect(byId.get('services')).toEqual([
      { fact: 'LIFTS', level: 'Junior', readiness: 0, gain: 60 },
      { fact: 'COMES_AFTER', skillIds: ['api'] },
      { fact: 'NOTHING_SHOWN' },
    ]);
    expect(byId.get('api')!.map(({ fact }) => fact)).toEqual(['OPENS', 'LIFTS', 'COMES_AFTER', 'NOTHING_SHOWN']);
  });
});
