import type { Projection } from '../publishing/content-kind';
import { edgeRows } from '../publishing/edge-row';
import { DemandClaimRow, SalaryClaimRow } from './career-claims.entity';
import {
  CareerAssessment,
  CareerEmployer,
  CareerIndustry,
  CareerLevelEdge,
  CareerPracticePrompt,
  CareerProject,
  CareerSkill,
  CareerTransition,
  LearningStepSkill,
} from './career-edges.entity';
import type { CareerContent } from './career.content';
import type { OwnedSkill, OwnedTransition } from './career.entity';

/** The typed rows of a career's edition: its node with the lists it owns, its edges, its claims. */
export function projectCareer(content: CareerContent): Projection {
  const {
    skills = [],
    transitions = [],
    levels = [],
    demand = [],
    salaryClaims: overall = [],
    learningPath = [],
  } = content;
  const ownedSkills: OwnedSkill[] = skills.map((edge) => ({
    skill: edge.skill,
    importance: edge.importance,
    requiredLevel: edge.requiredLevel ?? null,
    oftenMissing: edge.oftenMissing ?? false,
    inSkillMap: edge.inSkillMap ?? false,
  }));
  const ownedTransitions: OwnedTransition[] = transitions.map(({ career, kind, note }) => ({
    career,
    kind,
    note: note ?? null,
  }));
  const claims = [
    ...levels.flatMap(({ level, salaryClaims = [] }) => salaryClaims.map((claim) => ({ level, ...claim }))),
    ...overall.map((claim) => ({ level: null, ...claim })),
  ];
  return {
    node: {
      title: content.title,
      tagline: content.tagline ?? '',
      summary: content.summary ?? '',
      audience: content.audience ?? [],
      prerequisites: content.prerequisites ?? [],
      responsibilities: content.responsibilities ?? [],
      dayInTheLife: content.dayInTheLife ?? [],
      teamTypes: content.teamTypes ?? [],
      companySizes: content.companySizes ?? [],
      demand,
      salaryClaims: overall,
      levels: levels.map(({ level, expectations = [], salaryClaims = [] }) => ({ level, expectations, salaryClaims })),
      developmentAdvice: content.developmentAdvice ?? [],
      learningPath: learningPath.map(({ skills: skillIds = [], ...step }) => ({ ...step, skillIds })),
      interviewChecklist: content.interviewChecklist ?? [],
      commonMistakes: content.commonMistakes ?? [],
      nextSteps: content.nextSteps ?? [],
      ownedSkills,
      ownedTransitions,
      industryIds: content.industries ?? [],
      employerIds: content.employers ?? [],
      projectIds: content.projects ?? [],
      practicePromptIds: content.practicePrompts ?? [],
      assessmentIds: content.assessments ?? [],
    },
    edges: [
      {
        entity: CareerSkill,
        rows: ownedSkills.map(({ skill, requiredLevel, ...edge }) => ({
          ...edge,
          targetId: skill,
          requiredLevelId: requiredLevel,
        })),
      },
      {
        entity: CareerTransition,
        rows: ownedTransitions.map(({ career, ...edge }) => ({ ...edge, targetId: career })),
      },
      { entity: CareerIndustry, rows: edgeRows(content.industries) },
      { entity: CareerEmployer, rows: edgeRows(content.employers) },
      { entity: CareerLevelEdge, rows: edgeRows(levels.map(({ level }) => level)) },
      { entity: CareerProject, rows: edgeRows(content.projects) },
      { entity: CareerPracticePrompt, rows: edgeRows(content.practicePrompts) },
      { entity: CareerAssessment, rows: edgeRows(content.assessments) },
      {
        entity: LearningStepSkill,
        rows: learningPath.flatMap(({ id, skills: taught = [] }) =>
          taught.map((targetId) => ({ targetId, stepId: id ?? '' })),
        ),
      },
      {
        entity: SalaryClaimRow,
        rows: claims.map((claim) => ({
          targetId: claim.source,
          levelId: claim.level,
          min: claim.min,
          max: claim.max ?? null,
          currency: claim.currency,
          period: claim.period,
          region: claim.region ?? null,
          confidence: claim.confidence,
          statedOn: claim.statedOn ?? null,
        })),
      },
      {
        entity: DemandClaimRow,
        rows: demand.map(({ source, outlook, statedOn }) => ({
          targetId: source,
          outlook,
          statedOn: statedOn ?? null,
        })),
      },
    ],
  };
}
