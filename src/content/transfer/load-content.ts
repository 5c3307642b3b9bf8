import type { DataSource, EntityManager } from 'typeorm';
import { kindOf } from '../publishing/content-kinds';
import { NotPublishable, publish, PUBLISHING_LOCK } from '../publishing/publish';
import { UnresolvedReferences } from '../publishing/resolve-references';
import { saveEditions } from '../publishing/save-editions';
import { ContentError, type ContentFile, readContentFiles } from './content-files';

/** What loading did. */
export interface LoadResult {
  /** The publication that it made, or null when every file was published already as it is. */
  readonly publication: number | null;
  /** How many documents the folder has. */
  readonly documents: number;
  /** How many of them are new or changed. */
  readonly changed: number;
}

/**
 * Loads every file of a content folder and publishes them as one publication, all or nothing. Files that are published
 * already as they are change nothing. Documents that the folder does not have stay as they are.
 * @throws ContentError with every mistake, its file and line
 */
export async function loadContent(dataSource: DataSource, folder: string, message: string): Promise<LoadResult> {
  const files = await readContentFiles(folder);
  return dataSource.transaction(async (manager) => {
    // Before any document is locked: who publishes takes this lock first and documents second, and so must we.
    await manager.query('SELECT pg_advisory_xact_lock($1)', [PUBLISHING_LOCK]);
    return storeFiles(manager, files, message);
  });
}

/** Loads a content folder into a database without documents; resolves to null when it has some. */
export async function loadWhenEmpty(
  dataSource: DataSource,
  folder: string,
): Promise<{ publication: number; documents: number } | null> {
  if (!(await isEmpty(dataSource.manager))) return null;
  const files = await readContentFiles(folder);
  return dataSource.transaction(async (manager) => {
    await manager.query('SELECT pg_advisory_xact_lock($1)', [PUBLISHING_LOCK]);
    // Another process may have loaded it while this one waited.
    if (!(await isEmpty(manager))) return null;
    const { publication, documents } = await storeFiles(manager, files, 'Starter content');
    return publication === null ? null : { publication, documents };
  });
}

async function isEmpty(manager: EntityManager): Promise<boolean> {
  const [row] = (await manager.query('SELECT NOT EXISTS (SELECT 1 FROM document) AS empty')) as [{ empty: boolean }];
  return row.empty;
}

async function storeFiles(manager: EntityManager, files: readonly ContentFile[], message: string): Promise<LoadResult> {
  try {
    const saved = await saveEditions(manager, files, { authorId: null, message });
    const publication = await publish(
      manager,
      saved.map(({ documentId, editionId }) => ({ documentId, editionId })),
      { actorId: null, message },
    );
    return { publication, documents: files.length, changed: saved.filter((each) => each.changed).length };
  } catch (error) {
    if (error instanceof UnresolvedReferences) {
      throw new ContentError(
        error.problems.map((problem) => (problem.draft as ContentFile).at(problem.pointer, problem.message)),
      );
    }
    if (error instanceof NotPublishable) {
      const byPlace = new Map(files.map((file) => [`${file.kind.kind}/${file.slug}`, file]));
      throw new ContentError(
        error.problems.map(({ kind, slug, pointer, message: text }) => {
          const file = byPlace.get(`${kind}/${slug}`);
          return file
            ? file.at(pointer, text)
            : { file: `(published) ${kindOf(kind).folder}/${slug}`, line: 1, column: 1, pointer, message: text };
        }),
      );
    }
    throw error;
  }
}
