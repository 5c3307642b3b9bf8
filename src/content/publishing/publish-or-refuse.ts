import type { EntityManager } from 'typeorm';
import { notPublishable } from '../../kernel/errors/errors';
import type { DocumentChange } from './document-change';
import { NotPublishable, publish } from './publish';

/** Publishes for a mutation: the plan's errors become NOT_PUBLISHABLE, each with document and pointer. */
export async function publishOrRefuse(
  manager: EntityManager,
  changes: readonly DocumentChange[],
  by: { actorId: string | null; message: string },
): Promise<number | null> {
  try {
    return await publish(manager, changes, by);
  } catch (error) {
    if (!(error instanceof NotPublishable)) throw error;
    throw notPublishable(
      error.problems.map(({ kind, slug, pointer, rule, message }) => ({
        pointer: `/${kind.toLowerCase()}/${slug}${pointer}`,
        rule,
        message,
      })),
    );
  }
}
