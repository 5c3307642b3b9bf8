import { type Evidence, latestOfEach } from './evidence';
import { type Mastery, masteryAt, type SkillEvidence } from './mastery';
import { sharesFor, type SkillGraph } from './skill-spread';

/** All that a learner has shown, at one moment, seen from any skill. */
export class LearnerEvidence {
  private readonly bySkill = new Map<string, Evidence[]>();
  private readonly counting = new Map<string, readonly SkillEvidence[]>();

  constructor(
    pieces: readonly Evidence[],
    private readonly graph: SkillGraph,
    readonly now: Date,
  ) {
    for (const piece of latestOfEach(pieces)) {
      for (const skillId of piece.skillIds) {
        const known = this.bySkill.get(skillId);
        if (known) known.push(piece);
        else this.bySkill.set(skillId, [piece]);
      }
    }
  }

  /** What counts for a skill: each piece once, by its best path. */
  for(skillId: string): readonly SkillEvidence[] {
    const known = this.counting.get(skillId) ?? this.collect(skillId);
    this.counting.set(skillId, known);
    return known;
  }

  /** @param rank the place of the level on the ladder, from 1 */
  masteryOf(skillId: string, rank: number): Mastery {
    return masteryAt(this.for(skillId), rank, this.now);
  }

  private collect(skillId: string): SkillEvidence[] {
    const best = new Map<Evidence, SkillEvidence>();
    for (const [shownFor, share] of sharesFor(skillId, this.graph)) {
      for (const piece of this.bySkill.get(shownFor) ?? []) {
        if (share > (best.get(piece)?.share ?? 0)) best.set(piece, { piece, share, shownFor });
      }
    }
    return [...best.values()];
  }
}
