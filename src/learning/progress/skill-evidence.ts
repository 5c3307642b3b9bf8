import type { EntityManager } from 'typeorm';

/**
 * How many learners have shown something of these skills themselves: progress on a topic, a scored answer to a question of the
 * skill, or a project that trains it and was judged. One statement; skills that nobody has shown anything of are left out.
 */
export async function learnersWithEvidence(
  manager: Pick<EntityManager, 'query'>,
  skillIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (skillIds.length === 0) return new Map();
  const rows = await manager.query<{ skillId: string; learners: number }[]>(
    `SELECT skill_id AS "skillId", count(DISTINCT learner_id)::int AS learners FROM (
       SELECT p.document_id AS skill_id, p.learner_id FROM progress p
       WHERE p.document_id = ANY($1::uuid[]) AND p.state <> 'NOT_STARTED'
       UNION ALL
       SELECT e.skill_id, g.learner_id FROM question_skill e
       JOIN attempt_item i ON i.question_id = e.document_id AND i.question_edition_id = e.edition_id
       JOIN item_grade g ON g.learner_id = i.learner_id AND g.attempt_id = i.attempt_id AND g.position = i.position
       WHERE e.skill_id = ANY($1::uuid[]) AND g.points IS NOT NULL
       UNION ALL
       SELECT e.skill_id, r.learner_id FROM project_skill e JOIN submission_round r ON r.project_edition_id = e.edition_id
       WHERE e.skill_id = ANY($1::uuid[]) AND r.reviewed_at IS NOT NULL
     ) AS shown GROUP BY skill_id`,
    [skillIds],
  );
  return new Map(rows.map(({ skillId, learners }) => [skillId, learners]));
}
