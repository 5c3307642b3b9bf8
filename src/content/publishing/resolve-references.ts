import type { EntityManager } from 'typeorm';
import type { Problem } from '../../kernel/errors/problem';
import { parseGlobalId } from '../../kernel/graphql/global-id';
import type { ContentKind } from './content-kind';
import { referencesOf, toPlainContent } from './content-walk';
import { UUID } from '../../kernel/database/uuid';

/** One document to save: its address and its content, valid for its kind, references by slug or id. */
export interface Draft {
  readonly kind: ContentKind;
  readonly slug: string;
  readonly content: object;
}

/** A problem in one of several drafts. */
export interface DraftProblem extends Problem {
  readonly draft: Draft;
}

/** Thrown before anything is written when references lead nowhere. */
export class UnresolvedReferences extends Error {
  constructor(readonly problems: readonly DraftProblem[]) {
    super(`${problems.length} references lead nowhere`);
  }
}

/**
 * The drafts' contents as plain data with document ids in place of slugs; throws UnresolvedReferences.
 * @param documents the drafts' own documents, in their order
 */
export async function resolveReferences(
  manager: EntityManager,
  drafts: readonly Draft[],
  documents: readonly { id: string }[],
): Promise<Record<string, unknown>[]> {
  const contents = drafts.map((draft) => toPlainContent(draft.content));
  const references = drafts.flatMap((draft, index) =>
    referencesOf(draft.kind.content, contents[index]!).map((reference) => ({
      ...reference,
      draft,
      from: documents[index]!.id,
    })),
  );
  const ids = await findReferenced(manager, references);
  const problems: DraftProblem[] = [];
  for (const { kind, target, pointer, replace, draft, from } of references) {
    const id = ids.get(`${kind}/${target}`);
    if (id === undefined) problems.push({ draft, ...unknownReference(kind, target, pointer) });
    else if (id === from) problems.push({ draft, ...selfReference(pointer) });
    else replace(id);
  }
  if (problems.length > 0) throw new UnresolvedReferences(problems);
  return contents;
}

/** References of one content, perhaps wrong in other ways, that name no document of their kind, or the document itself. */
export async function unknownReferences(
  manager: EntityManager,
  kind: ContentKind,
  content: object,
  from: string | null,
): Promise<Problem[]> {
  const references = referencesOf(kind.content, content);
  const ids = await findReferenced(manager, references);
  return references.flatMap(({ kind: wanted, target, pointer }) => {
    const id = ids.get(`${wanted}/${target}`);
    if (id === undefined) return [unknownReference(wanted, target, pointer)];
    return id === from ? [selfReference(pointer)] : [];
  });
}

const selfReference = (pointer: string): Problem => ({
  pointer,
  rule: 'self-reference',
  message: 'a document cannot refer to itself',
});

const unknownReference = (kind: string, target: string, pointer: string): Problem => ({
  pointer,
  rule: 'reference',
  message: `there is no ${kind.toLowerCase()} with the slug or id ${target}`,
});

/** The ids of documents by `<kind>/<slug or opaque id>`. */
async function findReferenced(
  manager: EntityManager,
  references: readonly { kind: string; target: string }[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Map(references.map((each) => [`${each.kind}/${each.target}`, each])).values()];
  const rows: { kind: string; target: string; id: string }[] = await manager.query(
    `WITH w AS (SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[]) AS w(kind, target, id))
     SELECT w.kind, w.target, d.id FROM w JOIN document d ON d.kind = w.kind AND d.slug = w.target
     UNION ALL SELECT w.kind, w.target, d.id FROM w JOIN document d ON d.kind = w.kind AND d.id = w.id`,
    [
      wanted.map((each) => each.kind),
      wanted.map((each) => each.target),
      wanted.map((each) => documentIdIn(each.target)),
    ],
  );
  return new Map(rows.map((row) => [`${row.kind}/${row.target}`, row.id]));
}

/** The document id inside an opaque id; null for a slug. */
function documentIdIn(target: string): string | null {
  const key = parseGlobalId(target)?.key;
  return key !== undefined && UUID.test(key) ? key : null;
}
