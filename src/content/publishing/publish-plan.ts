import type { EntityManager } from 'typeorm';
import type { Problem } from '../../kernel/errors/problem';
import { kindWords } from './content-fields';
import type { KindPlanProblem } from './content-kind';
import { allKinds, kindOf } from './content-kinds';
import type { DocumentChange } from './document-change';
import { missingForPublishing } from './content-validation';
import { referencesOf } from './content-walk';
import { StoredPlannedGraph } from './planned-graph';

export type Severity = 'ERROR' | 'WARNING';

/** What speaks against a plan, with the document that it is about. `rule` is the stable code. */
export interface PlanProblem extends Problem {
  readonly severity: Severity;
  readonly documentId: string;
  readonly kind: string;
  readonly slug: string;
}

interface EditionRow {
  document_id: string;
  kind: string;
  slug: string;
  content: object;
  archived: boolean;
}

/**
 * What speaks against publishing these changes, as the graph would be after them: fields that are missing, references that
 * would lead to nothing, and what each kind checks for itself. Writes nothing.
 */
export async function planProblems(manager: EntityManager, changes: readonly DocumentChange[]): Promise<PlanProblem[]> {
  const incoming = await contentsOf(
    manager,
    changes.flatMap((change) => change.editionId ?? []),
  );
  const missing = incoming.flatMap((row) =>
    missingForPublishing(kindOf(row.kind), row.content).map((problem): PlanProblem => ({
      severity: 'ERROR',
      ...problem,
      ...placeOf(row),
    })),
  );
  const archived = incoming
    .filter((row) => row.archived)
    .map((row): PlanProblem => ({
      severity: 'ERROR',
      pointer: '',
      rule: 'archived',
      message: 'is archived: restore it first, or leave it out',
      ...placeOf(row),
    }));
  const dangling = await danglingReferences(manager, changes, incoming);
  const graph = new StoredPlannedGraph(manager, changes);
  const ofKinds: KindPlanProblem[] = [];
  for (const kind of allKinds()) {
    const touched = incoming.filter((row) => row.kind === kind.kind).map((row) => row.document_id);
    ofKinds.push(...((await kind.plan?.(graph, touched)) ?? []));
  }
  return [...archived, ...missing, ...dangling, ...(await placed(manager, ofKinds))];
}

/**
 * What a feature that stands above content says to a plan: warnings for who looks at it. Publishing itself does not ask, so
 * nothing of it prevents a publication.
 */
export type PlanAdvice = (
  manager: EntityManager,
  changes: readonly DocumentChange[],
) => Promise<(KindPlanProblem & { readonly severity: 'WARNING' })[]>;

const advices: PlanAdvice[] = [];

/** Adds advice to plans. Called once, when the feature's module is loaded. */
export function onPlan(advice: PlanAdvice): void {
  advices.push(advice);
}

/** What the features above content say to these changes. Writes nothing. */
export async function planAdvice(manager: EntityManager, changes: readonly DocumentChange[]): Promise<PlanProblem[]> {
  const found: KindPlanProblem[] = [];
  for (const advice of advices) found.push(...(await advice(manager, changes)));
  return placed(manager, found);
}

/** Adds kind and slug of their documents to problems; one statement, however many. */
async function placed(manager: EntityManager, problems: readonly KindPlanProblem[]): Promise<PlanProblem[]> {
  if (problems.length === 0) return [];
  const rows: { id: string; kind: string; slug: string }[] = await manager.query(
    'SELECT id, kind, slug FROM document WHERE id = ANY($1::uuid[])',
    [[...new Set(problems.map(({ documentId }) => documentId))]],
  );
  const places = new Map(rows.map(({ id, ...place }) => [id, place]));
  return problems.map((problem) => ({ ...problem, ...places.get(problem.documentId)! }));
}

/** References of the graph after the changes whose target would not be in it. */
async function danglingReferences(
  manager: EntityManager,
  changes: readonly DocumentChange[],
  incoming: EditionRow[],
): Promise<PlanProblem[]> {
  const removed = changes.filter((change) => change.editionId === null).map((change) => change.documentId);
  const staying = removed.length > 0 ? await contentsThatName(manager, removed, changes) : [];
  const references = [...incoming, ...staying].flatMap((row) =>
    referencesOf(kindOf(row.kind).content, row.content)
      .filter(({ mayBeGone }) => !mayBeGone)
      .map((reference) => ({ ...reference, row })),
  );
  const targets = [...new Set(references.map((reference) => reference.target))];
  const rows: { id: string; slug: string; published_edition_id: string | null }[] = await manager.query(
    'SELECT id, slug, published_edition_id FROM document WHERE id = ANY($1::uuid[])',
    [targets],
  );
  const after = new Map(rows.map((row) => [row.id, row.published_edition_id]));
  for (const change of changes) after.set(change.documentId, change.editionId);
  const slugs = new Map(rows.map((row) => [row.id, row.slug]));
  return references
    .filter((reference) => !after.get(reference.target))
    .map(({ kind, target, pointer, row }) => ({
      severity: 'ERROR',
      pointer,
      rule: 'unpublished-reference',
      message: `refers to the ${kindWords(kind)} ${slugs.get(target)}, which would not be published: publish it too, or remove the reference`,
      ...placeOf(row),
    }));
}

const placeOf = (row: EditionRow) => ({ documentId: row.document_id, kind: row.kind, slug: row.slug });

async function contentsOf(manager: EntityManager, editionIds: string[]): Promise<EditionRow[]> {
  return manager.query(
    `SELECT c.document_id, d.kind, d.slug, c.content, d.archived_at IS NOT NULL AS archived
     FROM vault.edition_content c JOIN document d ON d.id = c.document_id
     WHERE c.edition_id = ANY($1::uuid[]) ORDER BY d.kind, d.slug`,
    [editionIds],
  );
}

/** Published contents that name one of these documents and are not changed themselves. */
async function contentsThatName(
  manager: EntityManager,
  documentIds: string[],
  changes: readonly DocumentChange[],
): Promise<EditionRow[]> {
  return manager.query(
    `SELECT c.document_id, d.kind, d.slug, c.content, d.archived_at IS NOT NULL AS archived
     FROM document d JOIN vault.edition_content c ON c.edition_id = d.published_edition_id
     WHERE d.id <> ALL($2::uuid[])
       AND EXISTS (SELECT 1 FROM edition_reference r WHERE r.edition_id = d.published_edition_id AND r.target_id = ANY($1::uuid[]))
     ORDER BY d.kind, d.slug`,
    [documentIds, changes.map((change) => change.documentId)],
  );
}
