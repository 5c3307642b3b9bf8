import type { CriterionKind } from '../../content/project/criterion-kind';
import type { ReviewedProject } from '../evidence/evidence';
import type { SubmissionState } from '../submission/submission-state';

/** A round of a submission that was judged. */
export interface JudgedRound {
  /** Sent after the project had passed: about stretch criteria alone. */
  readonly stretch: boolean;
  /** Those of the edition that it was judged by, as the skills are. */
  readonly criteria: readonly { readonly id: string; readonly kind: `${CriterionKind}` }[];
  readonly skillIds: readonly string[];
  readonly verdicts: readonly { readonly criterionId: string; readonly met: boolean }[];
  /** When it was judged, in milliseconds since 1970. */
  readonly at: number;
}

/** A project that a learner handed in. */
export interface SubmissionRecord {
  readonly submissionId: string;
  readonly projectId: string;
  readonly state: `${SubmissionState}`;
  /** First to last; rounds that wait for a verdict are not among them. */
  readonly rounds: readonly JudgedRound[];
}

/** Where a learner stands with a project. */
export interface ProjectStanding {
  /** The submission that counts: the one that was not withdrawn, or else the latest. */
  readonly submission: SubmissionRecord;
  /** The criteria whose latest verdict says that they are met, whichever round and submission it is of. */
  readonly met: ReadonlySet<string>;
  /** What it passed by, with all acceptance criteria met; null until it passed. */
  readonly passedBy: JudgedRound | null;
}

/** Where a learner stands with each project that was ever handed in, by its key. */
export function standingsOf(submissions: readonly SubmissionRecord[]): ReadonlyMap<string, ProjectStanding> {
  return new Map(
    [...byProject(submissions)].map(([projectId, own]) => {
      const submission = own.findLast(({ state }) => state !== 'WITHDRAWN') ?? own.at(-1)!;
      const met = new Set<string>();
      for (const { criterionId, met: isMet } of own
        .flatMap(({ rounds }) => rounds)
        .flatMap((round) => round.verdicts)) {
        if (isMet) met.add(criterionId);
        else met.delete(criterionId);
      }
      const passedBy = submission.state === 'PASSED' ? submission.rounds.findLast(isPassed) : undefined;
      return [projectId, { submission, met, passedBy: passedBy ?? null }];
    }),
  );
}

/**
 * The judged rounds of each project, for the model. A project shows the skills that it had when it was judged: what editors
 * make of it later takes nothing away.
 */
export function reviewedProjects(submissions: readonly SubmissionRecord[]): ReviewedProject[] {
  return [...byProject(submissions)].flatMap(([projectId, own]) => {
    const rounds = own.flatMap((submission) => submission.rounds);
    if (rounds.length === 0) return [];
    return [
      {
        projectId,
        skillIds: [...new Set(rounds.flatMap(({ skillIds }) => skillIds))],
        rounds: rounds.map((round) => ({ ...round, passed: isPassed(round), at: new Date(round.at) })),
      },
    ];
  });
}

function isPassed({ stretch, criteria, verdicts }: JudgedRound): boolean {
  const mustBeMet = new Set(criteria.filter(({ kind }) => kind === 'ACCEPTANCE').map(({ id }) => id));
  return !stretch && verdicts.every(({ criterionId, met }) => met || !mustBeMet.has(criterionId));
}

function byProject(submissions: readonly SubmissionRecord[]): Map<string, SubmissionRecord[]> {
  const found = new Map<string, SubmissionRecord[]>();
  for (const submission of submissions) {
    if (!found.has(submission.projectId)) found.set(submission.projectId, []);
    found.get(submission.projectId)!.push(submission);
  }
  return found;
}
