import type { Project } from '../../content/project/project.entity';
import type { Skill } from '../../content/skill/skill.entity';
import { careerProgress } from '../evidence/career-progress';
import type { GapReason } from '../evidence/gap-reasons';
import type { MissingSkill as MissingOfModel } from '../evidence/gap';
import type { NextSkill as NextOfModel, NextSkillReason } from '../evidence/next-skills';
import { reasonSentence } from '../evidence/reason-sentences';
import { ProgressState } from '../progress/progress-state';
import { SubmissionState } from '../submission/submission-state';
import { itemsOf } from './career-requirements';
import type { SkillMasteryType } from './evidence.types';
import type { LearnerHistory } from './learner-history';
import type { CareerOfLearner } from './readiness-reader';
import type { CareerProgress, MissingSkill, NextSkill, ReadinessReason } from './readiness.types';

/**
 * How far a learner has come in a career.
 * @param skills the public skills of the career, in its order
 * @param projects its public projects, in its order
 */
export function toCareerProgress(
  { career, history }: CareerOfLearner,
  skills: readonly Skill[],
  projects: readonly Project[],
): CareerProgress {
  const progress = careerProgress(itemsOf(career, skills, projects, history), history.evidence);
  const stateOf = (id: string) => ProgressState[history.stateOf(id)];
  const toItem = <Item extends { id: string }>(item: Item) => ({ item, state: stateOf(item.id) });
  return {
    career,
    percent: progress.percent,
    steps: career.learningPath.map((step) => ({
      step,
      state: stateOf(step.id),
      miniTaskState: step.miniTask ? stateOf(step.miniTask.id) : null,
    })),
    checklist: career.interviewChecklist.map(toItem),
    nextSteps: career.nextSteps.map(toItem),
    skills: progress.skills.map((each, index) => ({ ...each, skill: skills[index]!, history })),
    projects: progress.projects.map(({ projectId, criteriaMet, criteriaTotal }, index) => {
      const state = history.projects.get(projectId)?.submission.state ?? null;
      return { project: projects[index]!, state: state && SubmissionState[state], criteriaMet, criteriaTotal };
    }),
  };
}

export function toMissingSkills(
  missing: readonly MissingOfModel[],
  skills: readonly Skill[],
  history: LearnerHistory,
): MissingSkill[] {
  return missing.flatMap(({ requirement, reasons, ...amounts }) => {
    const { skillId, importance } = requirement;
    const skill = skills.find(({ documentId }) => documentId === skillId);
    return skill ? [{ ...amounts, importance, skillId, skill, history, reasons: toReasons(reasons, history) }] : [];
  });
}

export function toNextSkills(
  next: readonly NextOfModel[],
  skills: readonly Skill[],
  history: LearnerHistory,
): NextSkill[] {
  return next.flatMap(({ skillId, reasons }) => {
    const skill = skills.find(({ documentId }) => documentId === skillId);
    return skill ? [{ skillId, skill, history, reasons: toReasons(reasons, history) }] : [];
  });
}

/** A skill with what was shown of it at the lowest level. */
export function toSkillMastery(skill: Skill, history: LearnerHistory): SkillMasteryType {
  const skillId = skill.documentId;
  const { mastery, confidence } = history.evidence.masteryOf(skillId, 1);
  return { skillId, skill, history, mastery, confidence, evidenceCount: history.evidence.for(skillId).length };
}

function toReasons(reasons: readonly (GapReason | NextSkillReason)[], { network }: LearnerHistory): ReadinessReason[] {
  return reasons.map((reason) => ({ text: reasonSentence(reason, network.nameOf) }));
}
