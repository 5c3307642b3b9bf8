import type { SkillEvidence } from '../evidence/mastery';
import { EvidenceKind, type SkillEvidenceType } from './evidence.types';
import type { LearnerHistory } from './learner-history';

/**
 * What counts for a skill, as its learner may see it: the answers of one attempt about one skill in one entry. One by one they
 * would tell which of them were right, also where the assessment shows no review, or none yet.
 */
export function evidenceEntries(history: LearnerHistory, skillId: string): SkillEvidenceType[] {
  const together = new Map<string, SkillEvidence[]>();
  for (const evidence of history.evidence.for(skillId)) {
    const key = keyOf(evidence, history);
    const known = together.get(key);
    if (known) known.push(evidence);
    else together.set(key, [evidence]);
  }
  return [...together].map(([key, entry]) => toEntry(key, entry, history));
}

/** In the order of time; it names no question. */
function keyOf({ piece, shownFor }: SkillEvidence, history: LearnerHistory): string {
  const origin = history.originOf(piece);
  const what = origin.table === 'attempt' ? `${origin.id} ${shownFor}` : piece.source;
  return `${piece.at.toISOString()} ${piece.kind} ${what}`;
}

function toEntry(key: string, entry: readonly SkillEvidence[], history: LearnerHistory): SkillEvidenceType {
  const [{ piece, share, shownFor }] = entry as [SkillEvidence];
  const pieces = entry.map((each) => each.piece);
  const weight = pieces.reduce((sum, each) => sum + each.weight, 0);
  return {
    kind: EvidenceKind[piece.kind],
    count: entry.length,
    outcome: pieces.reduce((sum, each) => sum + each.weight * each.outcome, 0) / weight,
    level: pieces.every(({ rank }) => rank === piece.rank) ? piece.rank : null,
    weight,
    share,
    at: piece.at,
    skillId: shownFor,
    origin: history.originOf(piece),
    key,
  };
}
