import type { EntityManager } from 'typeorm';
import type { RequestViewer } from '../../accounts/request-viewer';
import { CriterionKind } from '../../content/project/criterion-kind';
import { badUserInput, conflict } from '../../kernel/errors/errors';
import type { Problem } from '../../kernel/errors/problem';
import { criteriaOfEdition, metCriterionIds, type ProjectCriterion } from './project-criteria';
import { criterionGlobalId } from './submission-ids';
import { isStretch, stageAfter, SubmissionAction } from './submission-state';
import { lockSubmission, type LockedSubmission, moveSubmission } from './submission-store';
import { MAX_COMMENT_LENGTH, readText } from './submission-texts';
import type { ReviewSubmissionInput } from './submission.inputs';

/** The criteria of a round, as a review looks at them. */
interface JudgedCriteria {
  /** Those that a verdict may be given on. */
  readonly open: readonly ProjectCriterion[];
  /** Those that need one. */
  readonly needed: readonly ProjectCriterion[];
}

interface Verdict {
  readonly criterion: ProjectCriterion;
  readonly met: boolean;
  readonly comment: string | null;
}

/**
 * Judges the latest round of a submission, which is taken first when nobody has it. With every acceptance criterion met it is
 * PASSED; a round about stretch criteria leaves it so, whatever the verdicts.
 * @returns the submission as it stands then
 * @throws FORBIDDEN for one's own, NOT_FOUND for what the viewer may not know of, CONFLICT when there is nothing to judge or
 * somebody else has it, BAD_USER_INPUT with every problem
 */
export async function reviewSubmission(
  manager: EntityManager,
  viewer: RequestViewer,
  id: string,
  input: Omit<ReviewSubmissionInput, 'submissionId'>,
): Promise<LockedSubmission> {
  const found = await lockSubmission(manager, viewer, id);
  // Whatever the verdicts: both are possible in the same places.
  stageAfter(SubmissionAction.PASS, found.stage, found.party);
  const { expectedVersion } = input;
  if (expectedVersion != null && expectedVersion !== found.version) {
    throw conflict('It was changed after you read it: read it again.', {
      expectedVersion,
      actualVersion: found.version,
    });
  }
  const problems: Problem[] = [];
  const criteria = await judgedCriteria(manager, found);
  const verdicts = readVerdicts(input.verdicts, found.projectId, criteria, problems);
  const comment = readText(input.comment, MAX_COMMENT_LENGTH, '/input/comment', problems);
  if (problems.length > 0) throw badUserInput(problems);

  const taken = found.party === 'HOLDER' ? found : await take(manager, viewer, found);
  await manager.query(
    `INSERT INTO submission_verdict (learner_id, submission_id, round, criterion_id, met, comment)
     SELECT $1, $2, $3, * FROM unnest($4::text[], $5::boolean[], $6::text[])`,
    [
      taken.learnerId,
      id,
      taken.round,
      verdicts.map(({ criterion }) => criterion.id),
      verdicts.map(({ met }) => met),
      verdicts.map((each) => each.comment),
    ],
  );
  await manager.query(
    `UPDATE submission_round SET reviewer_id = $4, reviewed_at = clock_timestamp(), comment = $5
     WHERE learner_id = $1 AND submission_id = $2 AND number = $3`,
    [taken.learnerId, id, taken.round, viewer.id, comment],
  );
  const decisive = isStretch(taken.stage) ? CriterionKind.STRETCH : CriterionKind.ACCEPTANCE;
  const allMet = verdicts.every(({ criterion, met }) => met || criterion.kind !== decisive);
  const action = allMet ? SubmissionAction.PASS : SubmissionAction.REQUEST_CHANGES;
  const next = stageAfter(action, taken.stage, taken.party);
  return moveSubmission(manager, taken, { action, next, actorId: viewer.id });
}

/** Gives a locked submission to a reviewer; to who has it already, for another 24 hours. */
export async function take(
  manager: EntityManager,
  viewer: RequestViewer,
  submission: LockedSubmission,
): Promise<LockedSubmission> {
  const action = SubmissionAction.TAKE;
  const next = stageAfter(action, submission.stage, submission.party);
  const taken = await moveSubmission(manager, submission, { action, next, actorId: viewer.id });
  return { ...taken, party: 'HOLDER' };
}

/** After PASSED only stretch criteria are judged that are not met yet, and those that evidence was sent for need a verdict. */
async function judgedCriteria(manager: EntityManager, submission: LockedSubmission): Promise<JudgedCriteria> {
  const { learnerId, id, round, stage } = submission;
  const [row] = await manager.query<[{ editionId: string; evidence: string[] }]>(
    `SELECT r.project_edition_id AS "editionId", ARRAY(SELECT e.criterion_id FROM submission_evidence e
       WHERE e.learner_id = r.learner_id AND e.submission_id = r.submission_id AND e.round = r.number) AS evidence
     FROM submission_round r WHERE r.learner_id = $1 AND r.submission_id = $2 AND r.number = $3`,
    [learnerId, id, round],
  );
  const criteria = await criteriaOfEdition(manager, row.editionId);
  if (!isStretch(stage))
    return { open: criteria, needed: criteria.filter(({ kind }) => kind === CriterionKind.ACCEPTANCE) };
  const met = await metCriterionIds(manager, submission);
  const open = criteria.filter((each) => each.kind === CriterionKind.STRETCH && !met.has(each.id));
  return { open, needed: open.filter((each) => row.evidence.includes(each.id)) };
}

function readVerdicts(
  given: ReviewSubmissionInput['verdicts'],
  projectId: string,
  { open, needed }: JudgedCriteria,
  problems: Problem[],
): Verdict[] {
  // More than there are criteria is said once: a list of thousands has no use for thousands of problems.
  if (given.length > open.length) {
    const message = `There are ${open.length} criteria to judge, not ${given.length}.`;
    problems.push({ pointer: '/input/verdicts', rule: 'count', message });
    return [];
  }
  const known = new Map(open.map((criterion) => [criterionGlobalId(projectId, criterion.id), criterion]));
  const judged = new Set<ProjectCriterion>();
  const verdicts = given.flatMap(({ criterionId, met, comment }, index): Verdict[] => {
    const pointer = `/input/verdicts/${index}`;
    const criterion = known.get(criterionId);
    if (!criterion) {
      const message = 'This is no criterion that the latest round is judged by: pass those of Submission.criteria.';
      problems.push({ pointer: `${pointer}/criterionId`, rule: 'criterion', message });
      return [];
    }
    if (judged.has(criterion)) {
      const message = 'This criterion stands here twice.';
      problems.push({ pointer: `${pointer}/criterionId`, rule: 'duplicate', message });
      return [];
    }
    judged.add(criterion);
    const before = problems.length;
    const said = readText(comment, MAX_COMMENT_LENGTH, `${pointer}/comment`, problems);
    if (!met && said === null && problems.length === before) {
      const message = 'Say what is missing: a criterion that is not met needs a comment.';
      problems.push({ pointer: `${pointer}/comment`, rule: 'required', message });
    }
    return [{ criterion, met, comment: said }];
  });
  for (const criterion of needed) {
    if (judged.has(criterion)) continue;
    const message = `A verdict is missing on: ${criterion.text}`;
    problems.push({ pointer: '/input/verdicts', rule: 'required', message });
  }
  return verdicts;
}
