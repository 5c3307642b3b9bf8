import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { RequestViewer } from '../../accounts/request-viewer';
import { CriterionKind } from '../../content/project/criterion-kind';
import type { Project } from '../../content/project/project.entity';
import { badUserInput, conflict } from '../../kernel/errors/errors';
import type { Problem } from '../../kernel/errors/problem';
import { lockOrMakeLearner } from '../learner/learners';
import { criteriaOfEdition, metCriterionIds, type ProjectCriterion } from './project-criteria';
import { criterionGlobalId } from './submission-ids';
import { isStretch, type Stage, stageAfter, SubmissionAction } from './submission-state';
import { lockCurrent, type LockedSubmission, moveSubmission, recordEvent } from './submission-store';
import { checkRepositoryUrl, MAX_EVIDENCE_LENGTH, readText } from './submission-texts';
import type { SubmitProjectInput } from './submission.inputs';

/** Far more than it takes to pass anything, and few enough to be shown together. */
const MAX_ROUNDS = 50;
/** How often one submission may be changed; each change leaves a line of history. */
const MAX_CHANGES = 1_000;

/**
 * Hands a project in, or hands it in again: a new submission, its next round, or another content for a round that still waits.
 * Of two requests of one learner the later one finds what the earlier one made.
 * @param project as it is published
 * @returns the key of the submission
 * @throws CONFLICT when it is not the learner's turn, BAD_USER_INPUT with every problem
 */
export async function submitProject(
  manager: EntityManager,
  viewer: RequestViewer,
  project: Project,
  { repositoryUrl, evidence }: Omit<SubmitProjectInput, 'project'>,
): Promise<string> {
  const { id: learnerId } = await lockOrMakeLearner(manager, { viewer });
  const current = await lockCurrent(manager, learnerId, project.documentId);
  const next = current ? stageAfter(SubmissionAction.SUBMIT, current.stage, 'LEARNER') : 'SUBMITTED';
  const wanted = await wantedCriteria(manager, project, current, next);

  const problems: Problem[] = [];
  checkRepositoryUrl(repositoryUrl, '/input/repositoryUrl', problems);
  const texts = readEvidence(evidence, project.documentId, wanted, isStretch(next), problems);
  if (problems.length > 0) throw badUserInput(problems);

  const { id, round } = await openRound(manager, viewer, learnerId, project, current, next);
  await manager.query(
    `INSERT INTO submission_round (learner_id, submission_id, number, project_id, project_edition_id, repository_url, stretch)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (learner_id, submission_id, number) DO UPDATE SET project_edition_id = excluded.project_edition_id,
       repository_url = excluded.repository_url, submitted_at = excluded.submitted_at`,
    [learnerId, id, round, project.documentId, project.editionId, repositoryUrl, isStretch(next)],
  );
  await manager.query('DELETE FROM submission_evidence WHERE learner_id = $1 AND submission_id = $2 AND round = $3', [
    learnerId,
    id,
    round,
  ]);
  await manager.query(
    `INSERT INTO submission_evidence (learner_id, submission_id, round, criterion_id, text)
     SELECT $1, $2, $3, * FROM unnest($4::text[], $5::text[])`,
    [learnerId, id, round, [...texts.keys()], [...texts.values()]],
  );
  return id;
}

/** The criteria that evidence may be sent for: those of the project, and after PASSED its open stretch criteria. */
async function wantedCriteria(
  manager: EntityManager,
  project: Project,
  current: LockedSubmission | null,
  next: Stage,
): Promise<ProjectCriterion[]> {
  const criteria = await criteriaOfEdition(manager, project.editionId);
  if (!current || !isStretch(next)) return criteria;
  const met = await metCriterionIds(manager, current);
  const open = criteria.filter(({ id, kind }) => kind === CriterionKind.STRETCH && !met.has(id));
  if (open.length === 0) throw conflict('It is passed, and no stretch criterion is open.', { state: 'PASSED' });
  return open;
}

/** Makes the submission or moves it on, so that there is a round to write to. */
async function openRound(
  manager: EntityManager,
  { id: actorId }: RequestViewer,
  learnerId: string,
  { documentId: projectId }: Project,
  current: LockedSubmission | null,
  next: Stage,
): Promise<LockedSubmission> {
  const action = SubmissionAction.SUBMIT;
  if (current) {
    if (current.version >= MAX_CHANGES) {
      throw conflict('This submission was changed too often: no more changes are taken.');
    }
    // A round that waits is replaced; anything else that can be handed in is over, and another one begins.
    const isNewRound = current.stage !== next;
    if (isNewRound && current.round >= MAX_ROUNDS) {
      throw conflict(`This project was handed in ${MAX_ROUNDS} times: no more rounds are taken.`);
    }
    const newRound = isNewRound ? current.round + 1 : undefined;
    return moveSubmission(manager, current, { action, next, actorId, newRound });
  }
  const [{ total }] = await manager.query<[{ total: number }]>(
    'SELECT count(*)::int AS total FROM submission WHERE learner_id = $1 AND project_id = $2',
    [learnerId, projectId],
  );
  if (total >= MAX_ROUNDS) throw conflict(`This project was handed in ${MAX_ROUNDS} times: no more are taken.`);
  const submission: LockedSubmission = {
    learnerId,
    id: randomUUID(),
    projectId,
    stage: next,
    round: 1,
    version: 1,
    party: 'LEARNER',
  };
  await manager.query('INSERT INTO submission (learner_id, id, project_id) VALUES ($1, $2, $3)', [
    learnerId,
    submission.id,
    projectId,
  ]);
  await recordEvent(manager, submission, action, actorId);
  return submission;
}

/**
 * Reads the evidence of an input.
 * @param wanted what it may be about
 * @param stretch whether one of them is enough; otherwise each acceptance criterion needs its own
 * @returns the texts by the ids of their criteria
 */
function readEvidence(
  evidence: SubmitProjectInput['evidence'],
  projectId: string,
  wanted: readonly ProjectCriterion[],
  stretch: boolean,
  problems: Problem[],
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  // More than there are criteria is said once: a list of thousands has no use for thousands of problems.
  if (evidence.length > wanted.length) {
    const message = `There are ${wanted.length} criteria to send evidence for, not ${evidence.length}.`;
    problems.push({ pointer: '/input/evidence', rule: 'count', message });
    return texts;
  }
  const known = new Map(wanted.map((criterion) => [criterionGlobalId(projectId, criterion.id), criterion]));
  const given = new Set<ProjectCriterion>();
  evidence.forEach(({ criterionId, text }, index) => {
    const pointer = `/input/evidence/${index}`;
    const criterion = known.get(criterionId);
    if (!criterion) {
      const message = stretch
        ? 'This is no open stretch criterion of the project as it is published now; the others are judged already.'
        : 'This is no criterion of the project as it is published now: read Project.criteria again.';
      problems.push({ pointer: `${pointer}/criterionId`, rule: 'criterion', message });
      return;
    }
    if (given.has(criterion)) {
      const message = 'This criterion stands here twice.';
      problems.push({ pointer: `${pointer}/criterionId`, rule: 'duplicate', message });
      return;
    }
    given.add(criterion);
    const before = problems.length;
    const read = readText(text, MAX_EVIDENCE_LENGTH, `${pointer}/text`, problems);
    if (read !== null) texts.set(criterion.id, read);
    else if (problems.length === before)
      problems.push({ pointer: `${pointer}/text`, rule: 'required', message: 'Say how the criterion is met.' });
  });
  if (stretch && evidence.length === 0)
    problems.push({
      pointer: '/input/evidence',
      rule: 'required',
      message: 'It is passed: send evidence for one of the open stretch criteria at least.',
    });
  for (const criterion of wanted) {
    if (criterion.kind !== CriterionKind.ACCEPTANCE || given.has(criterion)) continue;
    const message = `Evidence is missing for: ${criterion.text}`;
    problems.push({ pointer: '/input/evidence', rule: 'required', message });
  }
  return texts;
}
