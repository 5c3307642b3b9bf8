import type { CriterionKind } from '../../content/project/criterion-kind';
import type { LearnerEvidence } from './learner-evidence';
import { requiredRank, type SkillRequirement } from './skill-requirement';

/** What the learner recorded for an item. */
export type ItemState = 'NOT_STARTED' | 'IN_PROGRESS' | 'DONE';

export interface CriterionProgress {
  kind: `${CriterionKind}`;
  /** By the latest verdict of a reviewer. */
  met: boolean;
  state: ItemState;
}

export interface CareerItems {
  /** Learning steps, mini tasks, items of the interview checklist and next steps, as the career has them now. */
  items: readonly ItemState[];
  /** The skills of the career with the topics that they have now. */
  skills: readonly { requirement: SkillRequirement; topics: readonly ItemState[] }[];
  projects: readonly { projectId: string; criteria: readonly CriterionProgress[] }[];
}

export interface SkillProgress {
  skillId: string;
  /** At the level from which on the career needs the skill, as in gap; from 0 to 1. */
  mastery: number;
  confidence: number;
  /** The pieces of evidence that count for the skill, those of neighbours included. */
  evidenceCount: number;
  topicsDone: number;
  topicsTotal: number;
}

export interface ProjectProgress {
  projectId: string;
  /** Acceptance criteria that a reviewer found met, of all of them. */
  criteriaMet: number;
  criteriaTotal: number;
}

export interface CareerProgress {
  /** From 0 to 100, to a tenth; 100 only when all is done. */
  percent: number;
  skills: SkillProgress[];
  projects: ProjectProgress[];
}

const CREDIT: Record<ItemState, number> = { NOT_STARTED: 0, IN_PROGRESS: 0.5, DONE: 1 };

/** Of a criterion the reviewer's word counts; the learner's own is worth half of it. */
const OWN_WORD = 0.5;

/** How far a learner has come in a career. Where nothing is to be done, the percentage is 0. */
export function careerProgress(career: CareerItems, learner: LearnerEvidence): CareerProgress {
  return {
    percent: percentDone(career),
    skills: career.skills.map(({ requirement, topics }) => {
      const { skillId } = requirement;
      const { mastery, confidence } = learner.masteryOf(skillId, requiredRank(requirement));
      return {
        skillId,
        mastery,
        confidence,
        evidenceCount: learner.for(skillId).length,
        topicsDone: topics.filter((state) => state === 'DONE').length,
        topicsTotal: topics.length,
      };
    }),
    projects: career.projects.map(({ projectId, criteria }) => {
      const deciding = criteria.filter(isDeciding);
      return { projectId, criteriaMet: deciding.filter(({ met }) => met).length, criteriaTotal: deciding.length };
    }),
  };
}

/**
 * The share of what is done: each item, each acceptance criterion and each skill that has topics counts one. A skill counts by the share
 * of its topics: else the ticks of a career with forty skills would bury its projects and its learning path.
 */
function percentDone({ items, skills, projects }: CareerItems): number {
  const credits = [
    ...items.map((state) => CREDIT[state]),
    ...skills
      .filter(({ topics }) => topics.length > 0)
      .map(({ topics }) => average(topics.map((state) => CREDIT[state]))),
    ...projects.flatMap(({ criteria }) =>
      criteria.filter(isDeciding).map(({ met, state }) => (met ? 1 : OWN_WORD * CREDIT[state])),
    ),
  ];
  if (credits.length === 0) return 0;
  const percent = Math.round(average(credits) * 1000) / 10;
  return credits.every((credit) => credit === 1) ? 100 : Math.min(99.9, percent);
}

function isDeciding({ kind }: CriterionProgress): boolean {
  return kind === 'ACCEPTANCE';
}

function average(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0) / numbers.length;
}
