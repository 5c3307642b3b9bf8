import type { EntityManager } from 'typeorm';
import type { CriterionKind } from '../../content/project/criterion-kind';

/** A criterion of a project's edition, with the id that it has within the content. */
export interface ProjectCriterion {
  readonly id: string;
  readonly kind: CriterionKind;
  readonly text: string;
}

/** The criteria that an edition of a project has, in order. */
export async function criteriaOfEdition(manager: EntityManager, editionId: string): Promise<ProjectCriterion[]> {
  const [row] = await manager.query<{ criteria: ProjectCriterion[] }[]>(
    'SELECT criteria FROM project WHERE edition_id = $1',
    [editionId],
  );
  return row!.criteria;
}

/** The ids of the criteria of a submission whose latest verdict says that they are met. */
export async function metCriterionIds(
  manager: EntityManager,
  { learnerId, id }: { readonly learnerId: string; readonly id: string },
): Promise<ReadonlySet<string>> {
  const rows = await manager.query<{ id: string }[]>(
    `SELECT id FROM (
       SELECT DISTINCT ON (criterion_id) criterion_id AS id, met FROM submission_verdict
       WHERE learner_id = $1 AND submission_id = $2 ORDER BY criterion_id, round DESC) AS latest
     WHERE met`,
    [learnerId, id],
  );
  return new Set(rows.map((row) => row.id));
}
