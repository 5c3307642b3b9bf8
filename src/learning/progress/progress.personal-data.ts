import type { PersonalData } from '../../kernel/personal-data';

/** What learners say that they have done, and when they said so. It goes with the learner, by the foreign keys. */
export const progressPersonalData: PersonalData = {
  ofLearners: true,
  tables: {
    progress: { exported: { as: 'progress' }, rows: 'deleted' },
    progress_event: { exported: { as: 'progress' }, rows: 'deleted' },
  },

  async export(manager, learnerId) {
    const rows = await manager.query<Record<string, unknown>[]>(
      `SELECT p.document_id AS "documentId", d.kind AS "documentKind", coalesce(gone.slug, d.slug) AS "documentSlug",
         p.item_id AS "itemId", i.kind AS "itemKind", i.label, p.state, p.updated_at AS "updatedAt"
       FROM progress p JOIN document d ON d.id = p.document_id
       LEFT JOIN publication_item gone
         ON gone.document_id = d.id AND gone.superseded_by IS NULL AND gone.edition_id IS NULL
       LEFT JOIN LATERAL (
         SELECT e.kind, e.label FROM edition_item e JOIN publication_item published ON published.edition_id = e.edition_id
         WHERE e.document_id = p.document_id AND e.item_id = p.item_id
         ORDER BY published.publication_number DESC LIMIT 1
       ) i ON true
       WHERE p.learner_id = $1 ORDER BY p.updated_at, p.document_id, p.item_id`,
      [learnerId],
    );
    const events = await manager.query<{ item: string; state: string; recordedAt: Date }[]>(
      `SELECT document_id || '/' || item_id AS item, state, recorded_at AS "recordedAt" FROM progress_event
       WHERE learner_id = $1 ORDER BY sequence`,
      [learnerId],
    );
    const history = new Map<string, object[]>();
    for (const { item, ...change } of events) {
      const before = history.get(item);
      if (before) before.push(change);
      else history.set(item, [change]);
    }
    return {
      progress: rows.map((row) => ({ ...row, history: history.get(`${row.documentId}/${row.itemId}`) ?? [] })),
    };
  },
};
