import type { EntityManager } from 'typeorm';
import type { Difficulty, QuestionKind } from './question-kind';

/** A public question that a paper may be drawn from. */
export interface BankQuestion {
  /** The document of the question. */
  readonly id: string;
  readonly skillId: string;
  readonly difficulty: `${Difficulty}` | null;
  readonly kind: `${QuestionKind}`;
  readonly gradable: boolean;
  readonly hasAffinities: boolean;
}

/**
 * Every question of these skills as of a publication. One statement; no key is looked at.
 * @param publication the number of the publication
 */
export async function questionsOfSkills(
  manager: EntityManager,
  publication: number,
  skillIds: readonly string[],
): Promise<BankQuestion[]> {
  return manager.query(
    `SELECT q.document_id AS id, q.skill_id AS "skillId", q.difficulty, q.kind, q.gradable, q.has_affinities AS "hasAffinities"
     FROM question_skill e JOIN editions_at($1::int) v ON v.edition_id = e.edition_id JOIN question q ON q.edition_id = e.edition_id
     WHERE e.skill_id = ANY($2::uuid[]) ORDER BY q.document_id`,
    [publication, skillIds],
  );
}

/** An edition of a question as it goes onto a paper. */
export interface QuestionEdition {
  readonly id: string;
  readonly editionId: string;
  readonly kind: `${QuestionKind}`;
  readonly points: number;
  /** As the content has them, the ids of the content. */
  readonly optionIds: readonly string[];
}

/** The editions of these questions that are public as of a publication, by the question's document. One statement. */
export async function publicQuestions(
  manager: EntityManager,
  publication: number,
  questionIds: readonly string[],
): Promise<ReadonlyMap<string, QuestionEdition>> {
  const rows = await manager.query<QuestionEdition[]>(
    `SELECT q.document_id AS id, q.edition_id AS "editionId", q.kind, q.points, ${OPTION_IDS}
     FROM editions_at($1::int) v JOIN question q ON q.edition_id = v.edition_id WHERE v.document_id = ANY($2::uuid[])`,
    [publication, questionIds],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** The ids of the options of the question `q`, in the order of the content. */
export const OPTION_IDS = `ARRAY(SELECT o.value->>'id' FROM jsonb_array_elements(q.options) WITH ORDINALITY AS o(value, place)
  ORDER BY o.place) AS "optionIds"`;
