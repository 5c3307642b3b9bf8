import type { EntityManager } from 'typeorm';
import type { ProjectCriterion } from './project-criteria';
import type { SubmissionAction } from './submission-state';

interface RoundRow {
  readonly submissionId: string;
  readonly number: number;
  readonly title: string;
  readonly editionId: string;
  readonly stretch: boolean;
  readonly repositoryUrl: string;
  readonly submittedAt: Date;
  readonly withdrawnAt: Date | null;
  readonly reviewedAt: Date | null;
  readonly comment: string | null;
  readonly criteria: readonly ProjectCriterion[];
  /** The learner's texts by the ids of their criteria. */
  readonly evidence: Readonly<Record<string, string>>;
  readonly verdicts: Readonly<Record<string, { readonly met: boolean; readonly comment: string | null }>>;
}

/** A round `r` with the edition `p` that it is judged by, and the verdicts on it. */
const VERDICTS = `(SELECT coalesce(jsonb_object_agg(v.criterion_id, jsonb_build_object('met', v.met, 'comment', v.comment)), '{}')
  FROM submission_verdict v WHERE v.learner_id = r.learner_id AND v.submission_id = r.submission_id AND v.round = r.number)
  AS verdicts`;

/**
 * What a learner handed in, for an export, the earliest first: each round with evidence and verdicts in full. Reviewers are not
 * named. Three statements, however many submissions.
 */
export async function exportSubmissions(manager: EntityManager, learnerId: string): Promise<object[]> {
  const submissions = await manager.query<{ id: string }[]>(
    `SELECT s.id, s.project_id AS "projectId", coalesce(gone.slug, d.slug) AS "projectSlug", s.state,
       s.stretch_state AS "stretchState", s.version, s.created_at AS "createdAt", s.updated_at AS "updatedAt",
       s.waiting_since AS "waitingSince"
     FROM submission s JOIN document d ON d.id = s.project_id
     LEFT JOIN publication_item gone
       ON gone.document_id = d.id AND gone.superseded_by IS NULL AND gone.edition_id IS NULL
     WHERE s.learner_id = $1 ORDER BY s.created_at, s.id`,
    [learnerId],
  );
  const rounds = await manager.query<RoundRow[]>(
    `SELECT r.submission_id AS "submissionId", r.number, p.title, r.project_edition_id AS "editionId", r.stretch,
       r.repository_url AS "repositoryUrl", r.submitted_at AS "submittedAt", r.withdrawn_at AS "withdrawnAt",
       r.reviewed_at AS "reviewedAt", r.comment, p.criteria,
       (SELECT coalesce(jsonb_object_agg(e.criterion_id, e.text), '{}') FROM submission_evidence e
        WHERE e.learner_id = r.learner_id AND e.submission_id = r.submission_id AND e.round = r.number) AS evidence, ${VERDICTS}
     FROM submission_round r JOIN project p ON p.edition_id = r.project_edition_id
     WHERE r.learner_id = $1 ORDER BY r.submission_id, r.number`,
    [learnerId],
  );
  const events = await manager.query<{ submissionId: string; action: SubmissionAction; byYou: boolean; at: Date }[]>(
    `SELECT submission_id AS "submissionId", at, action, round, state, stretch_state AS "stretchState",
       actor_id = learner_id AS "byYou" FROM submission_event WHERE learner_id = $1 ORDER BY submission_id, sequence`,
    [learnerId],
  );
  const roundsOf = bySubmission(rounds);
  const eventsOf = bySubmission(events);
  return submissions.map((submission) => ({
    ...submission,
    rounds: (roundsOf.get(submission.id) ?? []).map(({ submissionId: _s, criteria, evidence, verdicts, ...round }) => ({
      ...round,
      criteria: criteria.map(({ id, kind, text }) => ({
        id,
        kind,
        text,
        evidence: evidence[id] ?? null,
        met: verdicts[id]?.met ?? null,
        comment: verdicts[id]?.comment ?? null,
      })),
    })),
    history: (eventsOf.get(submission.id) ?? []).map(({ submissionId: _s, ...event }) => event),
  }));
}

/**
 * What somebody did and said as a reviewer of others, for an export: nothing of what these handed in, and nothing of who they
 * are. Two statements, however many reviews.
 */
export async function exportReviews(manager: EntityManager, reviewerId: string): Promise<object[]> {
  const events = await manager.query<{ submissionId: string; projectId: string; at: Date }[]>(
    `SELECT e.submission_id AS "submissionId", s.project_id AS "projectId", e.at, e.action, e.round
     FROM submission_event e JOIN submission s ON s.learner_id = e.learner_id AND s.id = e.submission_id
     WHERE e.actor_id = $1 AND e.learner_id <> $1 ORDER BY e.at, e.submission_id, e.sequence`,
    [reviewerId],
  );
  const rounds = await manager.query<Pick<RoundRow, 'submissionId' | 'number' | 'criteria' | 'verdicts'>[]>(
    `SELECT r.submission_id AS "submissionId", r.number AS number, p.title, r.reviewed_at AS "reviewedAt", r.comment,
       p.criteria, ${VERDICTS}
     FROM submission_round r JOIN project p ON p.edition_id = r.project_edition_id
     WHERE r.reviewer_id = $1 ORDER BY r.reviewed_at, r.submission_id, r.number`,
    [reviewerId],
  );
  const roundsOf = bySubmission(rounds);
  return [...bySubmission(events)].map(([submissionId, actions]) => ({
    submissionId,
    projectId: actions[0]!.projectId,
    actions: actions.map(({ submissionId: _s, projectId: _p, ...action }) => action),
    rounds: (roundsOf.get(submissionId) ?? []).map(({ submissionId: _s, criteria, verdicts, ...round }) => ({
      ...round,
      verdicts: criteria.flatMap(({ id, text }) =>
        verdicts[id] ? [{ criterion: { id, text }, ...verdicts[id] }] : [],
      ),
    })),
  }));
}

function bySubmission<Row extends { readonly submissionId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const others = found.get(row.submissionId);
    if (others) others.push(row);
    else found.set(row.submissionId, [row]);
  }
  return found;
}
