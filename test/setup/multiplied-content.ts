import { join } from 'node:path';
import { checkoutFolder } from '../../src/checkout-folder';
import { referencesOf, toPlainContent } from '../../src/content/publishing/content-walk';
import { publish } from '../../src/content/publishing/publish';
import type { Draft } from '../../src/content/publishing/resolve-references';
import { saveEditions } from '../../src/content/publishing/save-editions';
import { readContentFiles } from '../../src/content/transfer/content-files';
import type { TestApp } from './test-app';

/** Kinds that every copy shares with the original: there is one ladder, and there are two sources. */
const SHARED_KINDS = new Set(['LEVEL', 'SOURCE']);

/** The exam, the quizzes and the most of their questions are shared too: no list grows by them that does not grow without. */
const SHARED_SLUG = /-(exam|quiz)$|^exam-.*-(?!1$)\d+$/;

const isShared = (kind: string, slug: string): boolean => SHARED_KINDS.has(kind) || SHARED_SLUG.test(slug);

/** Skills that the copies need as they are, so that some skills have hundreds of careers, projects and questions. */
const POPULAR_SKILLS = new Set(['system-design', 'sql', 'api-development', 'testing']);

/**
 * Publishes copies of the starter content beside it, as one publication, until it is there `times` times. A copy's
 * references lead into the same copy, but for what all share. Copy 7 of `sql` is `sql-copy-7`.
 * @param app runs on the starter content
 * @param from how many times it is there already
 */
export async function multiplyContent(app: TestApp, times: number, from = 1): Promise<void> {
  const originals = (await readContentFiles(join(checkoutFolder, 'content'))).filter(
    ({ kind, slug }) => !isShared(kind.kind, slug),
  );
  const drafts = Array.from({ length: times - from }, (_, index) =>
    originals.map((original) => copyOf(original, index + from)),
  ).flat();
  if (drafts.length === 0) return;
  await app.dataSource.transaction(async (manager) => {
    const saved = await saveEditions(manager, drafts, {
      authorId: null,
      message: `${times} times the starter content`,
    });
    const changes = saved.map(({ documentId, editionId }) => ({ documentId, editionId }));
    await publish(manager, changes, { actorId: null, message: `${times} times the starter content` });
  });
  // A production server does this by itself (autovacuum); without it the planner guesses.
  await app.dataSource.query('VACUUM ANALYZE');
}

function copyOf({ kind, slug, content }: Draft, copy: number): Draft {
  const own = toPlainContent(content);
  for (const reference of referencesOf(kind.content, own)) {
    const shared =
      isShared(reference.kind, reference.target) ||
      (reference.kind === 'SKILL' && POPULAR_SKILLS.has(reference.target));
    if (!shared) reference.replace(`${reference.target}-copy-${copy}`);
  }
  return { kind, slug: `${slug}-copy-${copy}`, content: own };
}
