import { ageInDays, type SkillEvidence } from './mastery';

/** What there is, in things that a person can count. */
export interface EvidenceSummary {
  questionsAnswered: number;
  questionsRight: number;
  questionsPartlyRight: number;
  topicsTicked: number;
  criteriaJudged: number;
  criteriaMet: number;
  projectsPassed: number;
  latestAgeDays: number;
}

/** @returns null when there is none */
export function summarise(evidence: readonly SkillEvidence[], now: Date): EvidenceSummary | null {
  if (evidence.length === 0) return null;
  const pieces = evidence.map(({ piece }) => piece);
  const answers = pieces.filter(({ kind }) => kind === 'ANSWER');
  const criteria = pieces.filter(({ kind }) => kind === 'CRITERION');
  return {
    questionsAnswered: answers.length,
    questionsRight: answers.filter(({ outcome }) => outcome === 1).length,
    questionsPartlyRight: answers.filter(({ outcome }) => outcome > 0 && outcome < 1).length,
    topicsTicked: pieces.filter(({ kind }) => kind === 'TOPIC').length,
    criteriaJudged: criteria.length,
    criteriaMet: criteria.filter(({ outcome }) => outcome === 1).length,
    projectsPassed: pieces.filter(({ kind }) => kind === 'SUBMISSION').length,
    latestAgeDays: Math.min(...pieces.map(({ at }) => ageInDays(at, now))),
  };
}
