import { type CareerItems, careerProgress, type ItemState } from '../../../src/learning/evidence/career-progress';
import { answer, answers, learnerWith, MID, requirement } from '../../factories/evidence';

const nobody = learnerWith([]);
const none: CareerItems = { items: [], skills: [], projects: [] };
const percentOf = (items: Partial<CareerItems>) => careerProgress({ ...none, ...items }, nobody).percent;
const times = (count: number, state: ItemState) => Array.from({ length: count }, () => state);
const criterion = (met: boolean, state: ItemState, kind: 'ACCEPTANCE' | 'STRETCH' = 'ACCEPTANCE') => ({
  kind,
  met,
  state,
});

describe('the percentage', () => {
  test('is 0 where there is nothing to do', () => {
    expect(percentOf({})).toBe(0);
    expect(percentOf({ skills: [{ requirement: requirement('sql'), topics: [] }] })).toBe(0);
  });

  test('counts what is done in full and what is in progress half', () => {
    expect(percentOf({ items: ['DONE', 'IN_PROGRESS', 'NOT_STARTED'] })).toBe(50);
  });

  test('counts a skill once, by the share of its topics', () => {
    const topics = [...times(9, 'DONE'), 'NOT_STARTED'] as const;
    expect(percentOf({ items: ['NOT_STARTED'], skills: [{ requirement: requirement('sql'), topics }] })).toBe(45);
  });

  test('counts acceptance criteria: met by a reviewer in full, by own word half; stretch criteria not at all', () => {
    const half = [criterion(true, 'NOT_STARTED'), criterion(false, 'NOT_STARTED')];
    expect(percentOf({ projects: [{ projectId: 'shop', criteria: half }] })).toBe(50);
    const own = [criterion(false, 'DONE'), criterion(false, 'IN_PROGRESS'), criterion(true, 'DONE', 'STRETCH')];
    expect(percentOf({ projects: [{ projectId: 'shop', criteria: own }] })).toBe(37.5);
  });

  test('is 100 only when all is done', () => {
    expect(percentOf({ items: times(3, 'DONE') })).toBe(100);
    expect(percentOf({ items: [...times(3000, 'DONE'), 'IN_PROGRESS'] })).toBe(99.9);
  });
});

test('skills are told with mastery at the level that needs them, and topics that are done', () => {
  const pieces = [...answers(3, 'sql', { difficulty: 'EASY' }), answer('joins')];
  const learner = learnerWith(pieces, { broader: [['joins', 'sql']] });
  const topics: ItemState[] = ['DONE', 'IN_PROGRESS', 'DONE'];
  const skills = [{ requirement: requirement('sql', { from: MID }), topics }];
  const { mastery, confidence } = learner.masteryOf('sql', 2);
  expect(careerProgress({ ...none, skills }, learner).skills).toEqual([
    { skillId: 'sql', mastery, confidence, evidenceCount: 4, topicsDone: 2, topicsTotal: 3 },
  ]);
});

test('projects are told with the acceptance criteria that a reviewer found met', () => {
  const criteria = [
    criterion(true, 'NOT_STARTED'),
    criterion(false, 'DONE'),
    criterion(true, 'NOT_STARTED', 'STRETCH'),
  ];
  expect(careerProgress({ ...none, projects: [{ projectId: 'shop', criteria }] }, nobody).projects).toEqual([
    { projectId: 'shop', criteriaMet: 1, criteriaTotal: 2 },
  ]);
});
