import type { Career } from '../../content/career/career.entity';
import type { Project } from '../../content/project/project.entity';
import { itemGlobalId, parseItemGlobalId } from '../../content/publishing/content-node';
import type { Skill } from '../../content/skill/skill.entity';
import type { CareerItems, CriterionProgress } from '../evidence/career-progress';
import type { SkillRequirement } from '../evidence/skill-requirement';
import type { LearnerHistory } from './learner-history';
import type { NetworkLevel, SkillNetwork } from './skill-network';

/** What a career asks for, in its own order. */
export function requirementsOf(career: Career, { ladder }: SkillNetwork): SkillRequirement[] {
  return career.ownedSkills.map(({ skill, importance, requiredLevel }) => {
    const level = ladder.find(({ id }) => id === requiredLevel);
    return { skillId: skill, importance, from: level ? { name: level.name, rank: level.rank } : null };
  });
}

/**
 * The levels that a career speaks of, the lowest first: those that it describes and those from which on it needs a skill. One that
 * speaks of none is the same at every level.
 */
export function levelsOf(career: Career, { ladder }: SkillNetwork): readonly NetworkLevel[] {
  const named = new Set([
    ...career.levels.map(({ level }) => level),
    ...career.ownedSkills.map(({ requiredLevel }) => requiredLevel),
  ]);
  const known = ladder.filter(({ id }) => named.has(id));
  return known.length > 0 ? known : ladder;
}

/**
 * The items of a career with how far a learner is with each.
 * @param skills the public skills of the career, in its order
 * @param projects its public projects, in its order
 */
export function itemsOf(
  career: Career,
  skills: readonly Skill[],
  projects: readonly Project[],
  history: LearnerHistory,
): CareerItems {
  const requirements = requirementsOf(career, history.network);
  return {
    items: [
      ...career.learningPath.flatMap(({ id, miniTask }) => (miniTask ? [id, miniTask.id] : [id])),
      ...career.interviewChecklist.map(({ id }) => id),
      ...career.nextSteps.map(({ id }) => id),
    ].map((id) => history.stateOf(id)),
    skills: skills.map(({ documentId, topics }) => ({
      requirement: requirements.find(({ skillId }) => skillId === documentId)!,
      topics: topics.map(({ id }) => history.topicState(documentId, id)),
    })),
    projects: projects.map((project) => ({
      projectId: project.documentId,
      criteria: criteriaOf(project, history),
    })),
  };
}

/**
 * The criteria that count for a learner: those of the project as it is now, and for a project that passed those that it passed by, as
 * nobody can hand it in again.
 */
function criteriaOf(project: Project, history: LearnerHistory): CriterionProgress[] {
  const standing = history.projects.get(project.documentId);
  const criteria =
    standing?.passedBy?.criteria ??
    project.criteria.map(({ id, kind }) => ({ id: parseItemGlobalId(id)!.itemId, kind }));
  return criteria.map(({ id, kind }) => ({
    kind,
    met: standing?.met.has(id) ?? false,
    state: history.stateOf(itemGlobalId(project.documentId, id)),
  }));
}
