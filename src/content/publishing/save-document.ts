import type { EntityManager } from 'typeorm';
import { badInput, badUserInput, conflict, notFound } from '../../kernel/errors/errors';
import type { Problem } from '../../kernel/errors/problem';
import { diffContents } from './content-diff';
import type { ContentKind } from './content-kind';
import { withSlugs } from './content-slugs';
import { readContent } from './content-validation';
import { toPlainContent } from './content-walk';
import { assignItemIds } from './item-ids';
import { type LockedDocument, lockDocument } from './lock-document';
import { unknownReferences, UnresolvedReferences } from './resolve-references';
import { saveEditions } from './save-editions';
import { requireFreeSlug } from './slugs';

/** What an editor saves: a new document by its slug, or a new edition of one by its id and the version that they saw. */
export interface SaveRequest {
  readonly documentId: string | null;
  readonly slug: string | null;
  readonly expectedVersion: number | null;
  readonly content: object;
  readonly message: string;
  readonly authorId: string;
}

/**
 * Saves one document as a draft. Every fault of the content is reported at once, at /input/content/…
 * @returns the document and its latest edition
 */
export async function saveDocument(
  manager: EntityManager,
  kind: ContentKind,
  request: SaveRequest,
): Promise<{ documentId: string; editionId: string }> {
  const slug = await addressOf(manager, kind, request);
  const given = toPlainContent(request.content);
  assignItemIds(kind.content, given);
  const read = readContent(kind, given, 'draft');
  if (!read.content) {
    const unknown = read.partial ? await unknownReferences(manager, kind, read.partial, request.documentId) : [];
    throw badUserInput([...read.problems, ...unknown].map(inInput));
  }
  const by = { authorId: request.authorId, message: request.message };
  try {
    const [saved] = await saveEditions(manager, [{ kind, slug, content: read.content }], by);
    return saved!;
  } catch (error) {
    if (error instanceof UnresolvedReferences) throw badUserInput(error.problems.map(inInput));
    throw error;
  }
}

const inInput = ({ pointer, rule, message }: Problem): Problem => ({
  pointer: `/input/content${pointer}`,
  rule,
  message,
});

/** The slug under which the document is saved, after the checks that let it be saved there. */
async function addressOf(manager: EntityManager, kind: ContentKind, request: SaveRequest): Promise<string> {
  if (request.documentId === null) {
    if (request.slug === null) {
      throw badInput(
        '/input/slug',
        'required',
        `A new ${kind.description} needs a slug; to save an existing one, pass its documentId.`,
      );
    }
    await requireFreeSlug(manager, kind.kind, request.slug, '/input/slug');
    return request.slug;
  }
  if (request.slug !== null) {
    throw badInput('/input/slug', 'exclusive', 'The slug of an existing document is changed by renameSlug.');
  }
  const document = await lockDocument(manager, request.documentId);
  if (document.kind !== kind.kind) throw notFound(`There is no ${kind.description} with this id.`);
  if (document.archivedAt) throw conflict('The document is archived: restore it first.');
  if (request.expectedVersion === null) {
    throw badInput(
      '/input/expectedVersion',
      'required',
      'Pass the version that you have seen, as document.version gave it.',
    );
  }
  if (request.expectedVersion !== document.version) throw await staleVersion(manager, kind, document, request);
  return document.slug;
}

/** CONFLICT with both versions, and what the caller's content would change of what is there now. */
async function staleVersion(manager: EntityManager, kind: ContentKind, document: LockedDocument, request: SaveRequest) {
  const [row]: { content: object }[] = await manager.query(
    'SELECT content FROM vault.edition_content WHERE edition_id = $1',
    [document.latestEditionId],
  );
  const [present] = await withSlugs(manager, [{ kind, content: row!.content }]);
  return conflict('Somebody saved the document after you opened it: read it again and put your changes onto it.', {
    expectedVersion: request.expectedVersion,
    actualVersion: document.version,
    fields: diffContents(present, toPlainContent(request.content)).map(({ pointer }) => pointer),
  });
}
