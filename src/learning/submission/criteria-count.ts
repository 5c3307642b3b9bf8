import { CriterionKind } from '../../content/project/criterion-kind';

/** A round with the criteria of its own edition and the verdicts that were given on them. */
export interface CountedRound {
  /** Sent after PASSED: about stretch criteria alone. */
  readonly stretch: boolean;
  readonly criteria: readonly { readonly id: string; readonly kind: CriterionKind }[];
  readonly verdicts: readonly { readonly criterionId: string; readonly met: boolean }[];
}

/** How many criteria of a kind there are, and how many of them are met. */
export interface CriteriaCount {
  readonly met: number;
  readonly total: number;
}

/**
 * Counts the criteria of a submission. The latest verdict on a criterion holds, whichever round it is of. Acceptance criteria
 * are those that the latest round about them is judged by, so what editors add later takes nothing from what was passed;
 * stretch criteria those of the latest round, and those met before that its edition no longer has.
 * @param rounds first to last
 */
export function countCriteria(rounds: readonly CountedRound[]): Readonly<Record<CriterionKind, CriteriaCount>> {
  const met = metCriteria(rounds);
  const acceptance = criteriaOfKind(
    rounds.findLast(({ stretch }) => !stretch),
    CriterionKind.ACCEPTANCE,
  );
  const stretch = new Set(criteriaOfKind(rounds.at(-1), CriterionKind.STRETCH));
  const metAcceptance = acceptance.filter((id) => met.has(id));
  for (const [id, kind] of met) if (kind === CriterionKind.STRETCH && !acceptance.includes(id)) stretch.add(id);
  const metStretch = [...stretch].filter((id) => met.has(id));
  return {
    ACCEPTANCE: { met: metAcceptance.length, total: acceptance.length },
    STRETCH: { met: metStretch.length, total: stretch.size },
  };
}

/** The criteria whose latest verdict says that they are met, each with the kind that it had then. */
export function metCriteria(rounds: readonly CountedRound[]): ReadonlyMap<string, CriterionKind> {
  const met = new Map<string, CriterionKind>();
  for (const { criteria, verdicts } of rounds) {
    for (const { criterionId, met: isMet } of verdicts) {
      if (isMet) met.set(criterionId, criteria.find(({ id }) => id === criterionId)!.kind);
      else met.delete(criterionId);
    }
  }
  return met;
}

const criteriaOfKind = (round: CountedRound | undefined, kind: CriterionKind): string[] =>
  (round?.criteria ?? []).filter((each) => each.kind === kind).map(({ id }) => id);
