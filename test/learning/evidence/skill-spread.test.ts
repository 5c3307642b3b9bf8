import { makeSkillGraph, sharesFor, type SkillEdge } from '../../../src/learning/evidence/skill-spread';
import { answers, learnerWith, passedProject } from '../../factories/evidence';

function shares(skillId: string, edges: { broader?: SkillEdge[]; replaces?: SkillEdge[] }): Record<string, number> {
  return Object.fromEntries(sharesFor(skillId, makeSkillGraph({ broader: [], replaces: [], ...edges })));
}

const chain: SkillEdge[] = [
  ['left-joins', 'joins'],
  ['joins', 'sql'],
  ['sql', 'databases'],
  ['databases', 'data'],
];

test('two steps of narrower skills count, and one step of wider ones', () => {
  expect(shares('sql', { broader: chain })).toEqual({ sql: 1, joins: 0.5, 'left-joins': 0.25, databases: 0.25 });
  expect(shares('data', { broader: chain })).toEqual({ data: 1, databases: 0.5, sql: 0.25 });
});

test('two parts of the same whole say nothing about each other', () => {
  const broader: SkillEdge[] = [
    ['joins', 'sql'],
    ['indexes', 'sql'],
  ];
  expect(shares('joins', { broader })).toEqual({ joins: 1, sql: 0.25 });
});

test('of two ways the better one counts', () => {
  const broader: SkillEdge[] = [...chain, ['left-joins', 'sql']];
  expect(shares('sql', { broader })['left-joins']).toBe(0.5);
});

test('what was replaced counts in full, over any number of replacements, also on the way to a wider skill', () => {
  const replaces: SkillEdge[] = [
    ['queries', 'joins'],
    ['joins', 'cross-joins'],
  ];
  expect(shares('queries', { replaces })).toEqual({ queries: 1, joins: 1, 'cross-joins': 1 });
  expect(shares('sql', { replaces, broader: [['queries', 'sql']] })).toEqual({
    sql: 1,
    queries: 0.5,
    joins: 0.5,
    'cross-joins': 0.5,
  });
});

test('a skill that was split gives its evidence to both parts, and keeps it', () => {
  const replaces: SkillEdge[] = [
    ['queries', 'sql'],
    ['schemas', 'sql'],
  ];
  const learner = learnerWith(answers(3, 'sql'), { replaces });
  for (const skillId of ['sql', 'queries', 'schemas']) expect(learner.masteryOf(skillId, 2).mastery).toBe(0.6);
});

test('circles end', () => {
  const circle: SkillEdge[] = [
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'a'],
    ['a', 'a'],
  ];
  expect(shares('a', { broader: circle })).toEqual({ a: 1, c: 0.5, b: 0.25 });
  expect(shares('a', { replaces: circle })).toEqual({ a: 1, b: 1, c: 1 });
});

test('a project that names a skill and a part of it counts once for the whole', () => {
  const learner = learnerWith(passedProject('shop', ['sql', 'joins', 'joins']), { broader: [['joins', 'sql']] });
  expect(learner.for('sql').every(({ share, shownFor }) => share === 1 && shownFor === 'sql')).toBe(true);
  expect(learner.masteryOf('sql', 2).mastery).toBeCloseTo(0.6, 10);
  expect(learner.masteryOf('joins', 2).mastery).toBeCloseTo(0.6, 10);
});
