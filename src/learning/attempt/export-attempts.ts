import type { EntityManager } from 'typeorm';
import type { AssessmentKind, ReviewPolicy } from '../../content/assessment/assessment-kind';
import type { QuestionKind } from '../../content/question/question-kind';
import type { Affinity, Grade, ItemAnswer, Section } from '../grading/grading-types';
import { AttemptState } from './attempt-state';
import { reviewStateOf } from './review-policy';
import { ReviewState } from './result.types';

/** Something with an id of its own and a text, such as an option. */
interface Said {
  readonly id: string;
  readonly text: string;
}

interface AttemptRow {
  readonly id: string;
  readonly assessmentId: string;
  readonly assessmentEditionId: string;
  readonly title: string;
  readonly kind: AssessmentKind;
  readonly publication: number;
  readonly seed: string;
  readonly state: AttemptState;
  readonly startedAt: Date;
  readonly deadline: Date | null;
  readonly submittedAt: Date | null;
  readonly gradeNumber: number | null;
  readonly claimedFromId: string | null;
  /** Null for an assessment that is nowhere. */
  readonly reviewPolicy: ReviewPolicy | null;
  readonly closesAt: Date | null;
  readonly now: Date;
}

interface Part {
  readonly attemptId: string;
}
interface ItemRow extends Part {
  readonly position: number;
  readonly questionId: string;
  readonly questionEditionId: string;
  readonly kind: QuestionKind;
  readonly prompt: string;
  readonly points: number;
  readonly unit: string | null;
  /** In the order that was shown. */
  readonly optionIds: readonly string[];
  readonly options: readonly Said[];
  readonly rubric: readonly Said[];
  /** Null where the learner has not reviewed the own answer. */
  readonly metItemIds: readonly string[] | null;
  readonly reviewedAt: Date | null;
}
interface AnswerRow extends Part {
  readonly clientId: string;
  readonly position: number;
  readonly revision: number;
  readonly receivedAt: Date;
  readonly value: ItemAnswer;
}
interface GradeRow extends Part {
  readonly number: number;
  readonly gradedAt: Date;
  readonly reason: string | null;
  readonly result: Grade;
}

/**
 * All attempts of a learner for an export, the earliest first: what was asked, as it was asked, every answer that was sent, and
 * every grade. What single questions gave is in it as soon as the review may be shown, and not before: a copy of one's own data
 * is no way around the rules of an exam. The number of statements is the same for one attempt and for many.
 */
export async function exportAttempts(manager: EntityManager, learnerId: string): Promise<object[]> {
  const attempts = await manager.query<AttemptRow[]>(
    `SELECT a.id, a.assessment_id AS "assessmentId", a.assessment_edition_id AS "assessmentEditionId", s.title, s.kind,
       a.publication_number AS publication, a.seed, a.state, a.started_at AS "startedAt", a.deadline,
       a.submitted_at AS "submittedAt", a.grade_number AS "gradeNumber", a.claimed_from_id AS "claimedFromId",
       last.review_policy AS "reviewPolicy", last.closes_at AS "closesAt", clock_timestamp() AS now
     FROM attempt a JOIN assessment s ON s.edition_id = a.assessment_edition_id JOIN document d ON d.id = a.assessment_id
     LEFT JOIN publication_item gone
       ON gone.document_id = d.id AND gone.superseded_by IS NULL AND gone.edition_id IS NULL
     LEFT JOIN assessment last ON last.edition_id = coalesce(d.published_edition_id, gone.previous_edition_id)
     WHERE a.learner_id = $1 ORDER BY a.started_at, a.id`,
    [learnerId],
  );
  const items = await manager.query<ItemRow[]>(
    `SELECT i.attempt_id AS "attemptId", i.position, i.question_id AS "questionId",
       i.question_edition_id AS "questionEditionId", q.kind, q.prompt, i.points, q.unit, i.option_ids AS "optionIds",
       q.options, q.rubric, r.met_item_ids AS "metItemIds", r.reviewed_at AS "reviewedAt"
     FROM attempt_item i JOIN question q ON q.edition_id = i.question_edition_id
     LEFT JOIN self_review r
       ON r.learner_id = i.learner_id AND r.attempt_id = i.attempt_id AND r.position = i.position
     WHERE i.learner_id = $1 ORDER BY i.attempt_id, i.position`,
    [learnerId],
  );
  const answers = await manager.query<AnswerRow[]>(
    `SELECT attempt_id AS "attemptId", client_id AS "clientId", position, revision, received_at AS "receivedAt", value
     FROM answer WHERE learner_id = $1 ORDER BY attempt_id, position, revision, client_id`,
    [learnerId],
  );
  const grades = await manager.query<GradeRow[]>(
    `SELECT attempt_id AS "attemptId", number, graded_at AS "gradedAt", reason, result
     FROM grade WHERE learner_id = $1 ORDER BY attempt_id, number`,
    [learnerId],
  );
  const slugs = await readSlugs(manager, attempts, grades);

  const parts = { items: byAttempt(items), answers: byAttempt(answers), grades: byAttempt(grades) };
  const graded = (attempt: AttemptRow) =>
    parts.grades.get(attempt.id)?.find(({ number }) => number === attempt.gradeNumber)?.result;
  const passed = new Set(attempts.filter((each) => graded(each)?.passed).map(({ assessmentId }) => assessmentId));
  // As in a review: nothing of a question that is being answered in another attempt.
  const inUse = new Set(
    attempts
      .filter(({ state }) => state === AttemptState.IN_PROGRESS)
      .flatMap(({ id }) => (parts.items.get(id) ?? []).map(({ questionId }) => questionId)),
  );
  return attempts.map((attempt) => {
    const paper = parts.items.get(attempt.id) ?? [];
    const { reviewPolicy, closesAt, assessmentId, now } = attempt;
    const terms = reviewPolicy && { reviewPolicy, closesAt };
    const review = reviewStateOf(attempt, terms, passed.has(assessmentId), now).state;
    return {
      id: attempt.id,
      assessment: {
        id: assessmentId,
        editionId: attempt.assessmentEditionId,
        slug: slugs.get(assessmentId) ?? null,
        title: attempt.title,
        kind: attempt.kind,
      },
      publication: attempt.publication,
      seed: attempt.seed,
      state: attempt.state,
      startedAt: attempt.startedAt,
      deadline: attempt.deadline,
      submittedAt: attempt.submittedAt,
      claimedFromId: attempt.claimedFromId,
      questions: paper.map(toQuestion),
      answers: toAnswers(parts.answers.get(attempt.id) ?? [], paper),
      review,
      grades: (parts.grades.get(attempt.id) ?? []).map((grade) => ({
        counts: grade.number === attempt.gradeNumber,
        ...toGrade(grade, slugs, review === ReviewState.AVAILABLE, inUse),
      })),
    };
  });
}

function byAttempt<Row extends Part>(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const others = found.get(row.attemptId);
    if (others) others.push(row);
    else found.set(row.attemptId, [row]);
  }
  return found;
}

/** The slugs of the assessments, and of the skills and careers that grades name: as they are public, or last were. */
async function readSlugs(
  manager: EntityManager,
  attempts: readonly AttemptRow[],
  grades: readonly GradeRow[],
): Promise<ReadonlyMap<string, string>> {
  const named = grades.flatMap(({ result: { sections, affinities } }) => [
    ...sections.flatMap(({ skillId }) => skillId ?? []),
    ...affinities.map(({ careerId }) => careerId),
  ]);
  const rows = await manager.query<{ id: string; slug: string }[]>(
    `SELECT d.id, coalesce(gone.slug, d.slug) AS slug FROM document d
     LEFT JOIN publication_item gone
       ON gone.document_id = d.id AND gone.superseded_by IS NULL AND gone.edition_id IS NULL
     WHERE d.id = ANY($1::uuid[])`,
    [[...new Set([...attempts.map(({ assessmentId }) => assessmentId), ...named])]],
  );
  return new Map(rows.map(({ id, slug }) => [id, slug]));
}

function toQuestion(item: ItemRow): object {
  const { position, questionId, questionEditionId, kind, prompt, points, unit, optionIds, options, rubric } = item;
  const { metItemIds, reviewedAt } = item;
  return {
    position,
    id: questionId,
    editionId: questionEditionId,
    kind,
    prompt,
    points,
    unit,
    options: optionIds.map((id) => ({ id, text: textOf(options, id) })),
    selfReview: metItemIds && { met: metItemIds.map((id) => ({ id, text: textOf(rubric, id) })), reviewedAt },
  };
}

const textOf = (said: readonly Said[], id: string): string | null => said.find((each) => each.id === id)?.text ?? null;

/** Every answer that was sent. Of those to a question the last one counts, as they come in order of revision and clientId. */
function toAnswers(answers: readonly AnswerRow[], paper: readonly ItemRow[]): object[] {
  const questions = new Map(paper.map((item) => [item.position, item]));
  return answers.map(({ attemptId: _a, value, ...answer }, index) => ({
    ...answer,
    counts: answers[index + 1]?.position !== answer.position,
    ...value,
    ...(value.optionIds && {
      chosen: value.optionIds.map((id) => textOf(questions.get(answer.position)!.options, id)),
    }),
  }));
}

function toGrade(
  { number, gradedAt, reason, result }: GradeRow,
  slugs: ReadonlyMap<string, string>,
  reviewed: boolean,
  inUse: ReadonlySet<string>,
): object {
  const { points, maxPoints, percent, passed, sections, affinities, advice, items } = result;
  const slugOf = (id: string | null) => (id && slugs.get(id)) ?? null;
  return {
    number,
    gradedAt,
    reason,
    points,
    maxPoints,
    percent,
    passed,
    sections: sections.map((section: Section) => ({ ...section, skillSlug: slugOf(section.skillId) })),
    affinities: affinities.map((affinity: Affinity) => ({ ...affinity, careerSlug: slugOf(affinity.careerId) })),
    advice,
    items: reviewed
      ? items.map((item) => (inUse.has(item.questionId) ? { ...item, correct: null, points: null } : item))
      : null,
  };
}
