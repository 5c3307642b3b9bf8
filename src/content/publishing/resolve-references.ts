import type { EntityManager } from 'typeorm';
import type { Problem } from '../../kernel/errors/problem';
import { parseGlobalId } from '../../kernel/graphql/global-id';
import { kindWords } from './content-fields';
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
  for (const reference of references) {
    const { kind, target, pointer, replace, draft, from } = reference;
    const id = ids.get(addressOf(reference));
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
  return references.flatMap((reference) => {
    const { kind: wanted, target, pointer } = reference;
    const id = ids.get(addressOf(reference));
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
  message: `there is no ${kindWords(kind)} with the slug or id ${target}`,
});

/** What a reference says of the document that it names. */
interface Address {
  readonly kind: string;
  /** A slug or an opaque id. */
  readonly target: string;
  /** A slug of the past counts too. */
  readonly mayBeGone: boolean;
}

const addressOf = ({ kind, target, mayBeGone }: Address): string => `${kind}/${target}/${mayBeGone}`;

/** The ids of documents, by addressOf. */
async function findReferenced(
  manager: EntityManager,
  references: readonly Address[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Map(references.map((each) => [addressOf(each), each])).values()];
  const rows: (Address & { id: string })[] = await manager.query(
    `WITH w AS (SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::boolean[]) AS w(kind, target, id, "mayBeGone"))
     SELECT w.kind, w.target, w."mayBeGone", h.document_id AS id FROM w
     JOIN slug_history h ON h.kind = w.kind AND h.slug = w.target AND w."mayBeGone"
     UNION ALL SELECT w.kind, w.target, w."mayBeGone", d.id FROM w JOIN document d ON d.kind = w.kind AND d.slug = w.target
     UNION ALL SELECT w.kind, w.target, w."mayBeGone", d.id FROM w JOIN document d ON d.kind = w.kind AND d.id = w.id`,
    [
      wanted.map((each) => each.kind),
      wanted.map((each) => each.target),
      wanted.map((each) => documentIdIn(each.target)),
      wanted.map((each) => each.mayBeGone),
    ],
  );
  // Later rows win: a present slug counts before one of the past.
  return new Map(rows.map((row) => [addressOf(row), row.id]));
}

/** The document id inside an opaque id; null for a slug. */
function documentIdIn(target: string): string | null {
  const key = parseGlobalId(target)?.key;
  return key !== undefined && UUID.test(key) ? key : null;
}
