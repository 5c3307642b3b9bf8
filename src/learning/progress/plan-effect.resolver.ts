import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { itemGlobalId } from '../../content/publishing/content-node';
import type { DocumentChange } from '../../content/publishing/document-change';
import { toDocumentType } from '../../content/publishing/document-mapping';
import type { DocumentReader } from '../../content/publishing/document-reader';
import type { DocumentType } from '../../content/publishing/document.types';
import { PlanEffect } from '../../content/publishing/publish-plan.resolver';
import { plannedLineage } from '../../content/skill/skill-lineage';
import type { RequestContext } from '../../kernel/context';
import { AffectedItem, AffectedLineage } from './plan-effect.types';
import { learnersWithEvidence } from './skill-evidence';

/** Items of what is public now that would not be public after the changes $1, $2. */
const gone = `gone AS (
  SELECT e.document_id, e.item_id, e.kind, e.label, e.position FROM unnest($1::uuid[], $2::uuid[]) AS c(document_id, edition_id)
  JOIN document d ON d.id = c.document_id JOIN edition_item e ON e.edition_id = d.published_edition_id
  WHERE NOT EXISTS (SELECT FROM edition_item a WHERE a.edition_id = c.edition_id AND a.item_id = e.item_id)
)`;
/** Who ticked such an item, or was found to meet it by a reviewer. */
const withProgress = `FROM gone g JOIN (
  SELECT learner_id, document_id, item_id FROM progress WHERE document_id = ANY($1::uuid[]) AND state <> 'NOT_STARTED'
  UNION
  SELECT v.learner_id, s.project_id, v.criterion_id FROM submission s
  JOIN submission_verdict v ON v.learner_id = s.learner_id AND v.submission_id = s.id
  WHERE s.project_id = ANY($1::uuid[]) AND v.met
) p ON p.document_id = g.document_id AND p.item_id = g.item_id`;

const valuesOf = (changes: readonly DocumentChange[]): unknown[] => [
  changes.map(({ documentId }) => documentId),
  changes.map(({ editionId }) => editionId),
];

interface AffectedItemRow {
  readonly documentId: string;
  readonly itemId: string;
  readonly itemKind: string;
  readonly label: string;
  readonly learners: number;
}

/** What a publication would do to learners. Nothing of it takes from them what they did; each field is a fixed number of statements. */
@Resolver(() => PlanEffect)
export class PlanEffectOnLearnersResolver {
  @FieldResolver(() => Int, {
    description:
      'How many attempts are in progress at these assessments, or with these questions on their papers. They go on with what they began with.',
  })
  async attemptsInProgress(@Root() { changes }: PlanEffect, @Ctx() { dataSource }: RequestContext): Promise<number> {
    const [row] = await dataSource.query<[{ total: number }]>(
      `SELECT count(*)::int AS total FROM attempt a
       WHERE a.state = 'IN_PROGRESS' AND (a.closes_at >= clock_timestamp()) IS NOT FALSE AND (a.assessment_id = ANY($1::uuid[])
         OR EXISTS (SELECT FROM attempt_item i
           WHERE i.learner_id = a.learner_id AND i.attempt_id = a.id AND i.question_id = ANY($1::uuid[])))`,
      [changes.map(({ documentId }) => documentId)],
    );
    return row.total;
  }

  @FieldResolver(() => Int, {
    description:
      'How many learners have begun or done something that would not be public any more: something of `items`.',
  })
  async learnersWithProgress(@Root() { changes }: PlanEffect, @Ctx() { dataSource }: RequestContext): Promise<number> {
    const [row] = await dataSource.query<[{ total: number }]>(
      `WITH ${gone} SELECT count(DISTINCT p.learner_id)::int AS total ${withProgress}`,
      valuesOf(changes),
    );
    return row.total;
  }

  @FieldResolver(() => [AffectedItem], {
    description:
      'Items that learners have begun or done and that would not be public any more, document by document in their order. Progress on them stays with its learners and counts again when they come back; topics go on counting for the skill that replaces theirs, see `lineage`.',
  })
  async items(
    @Root() { changes }: PlanEffect,
    @Ctx() { dataSource, documents }: RequestContext,
  ): Promise<AffectedItem[]> {
    const rows = await dataSource.query<AffectedItemRow[]>(
      `WITH ${gone} SELECT g.document_id AS "documentId", g.item_id AS "itemId", g.kind AS "itemKind", g.label,
         count(*)::int AS learners ${withProgress} JOIN document d ON d.id = g.document_id
       GROUP BY d.kind, d.slug, g.document_id, g.item_id, g.kind, g.label, g.position ORDER BY d.kind, d.slug, g.position`,
      valuesOf(changes),
    );
    const found = await documentsOf(
      rows.map(({ documentId }) => documentId),
      documents,
    );
    return rows.map(({ documentId, itemId, itemKind, label, learners }, index) => ({
      document: found[index]!,
      itemId: itemGlobalId(documentId, itemId),
      itemKind,
      label,
      learners,
    }));
  }

  @FieldResolver(() => [AffectedLineage], {
    description:
      'Skills that would count for others from then on, as these say in `replaces`, over any number of steps.',
  })
  async lineage(
    @Root() { changes }: PlanEffect,
    @Ctx() { dataSource, documents }: RequestContext,
  ): Promise<AffectedLineage[]> {
    const pairs = (await plannedLineage(dataSource, changes)).flatMap(({ skillId, now, after }) =>
      after.filter((heir) => heir !== skillId && !now.includes(heir)).map((heir) => [skillId, heir] as const),
    );
    const from = pairs.map(([skillId]) => skillId);
    const learners = await learnersWithEvidence(dataSource, [...new Set(from)]);
    const [replaced, heirs] = await Promise.all([
      documentsOf(from, documents),
      documentsOf(
        pairs.map(([, heir]) => heir),
        documents,
      ),
    ]);
    return from
      .map((skillId, index) => ({
        from: replaced[index]!,
        to: heirs[index]!,
        learners: learners.get(skillId) ?? 0,
      }))
      .toSorted((a, b) => placeOf(a).localeCompare(placeOf(b)));
  }
}

const placeOf = ({ from, to }: AffectedLineage): string => `${from.slug} ${to.slug}`;

async function documentsOf(ids: readonly string[], documents: DocumentReader): Promise<DocumentType[]> {
  const rows = await Promise.all(ids.map((id) => documents.byId(id)));
  return rows.map((row) => toDocumentType(row!));
}
