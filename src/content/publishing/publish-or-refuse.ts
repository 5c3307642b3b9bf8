import type { EntityManager } from 'typeorm';
import { notPublishable } from '../../kernel/errors/errors';
import { kindOf } from './content-kinds';
import type { DocumentChange } from './document-change';
import { NotPublishable, publish } from './publish';

/** Publishes for a mutation: the plan's errors become NOT_PUBLISHABLE, each with document and pointer. */
export async function publishOrRefuse(
  manager: EntityManager,
  changes: readonly DocumentChange[],
  by: { actorId: string | null; message: string },
): Promise<number | null> {
  return refuseUnpublishable(() => publish(manager, changes, by));
}

/** Does what publishes; NotPublishable becomes NOT_PUBLISHABLE. */
export async function refuseUnpublishable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NotPublishable)) throw error;
    throw notPublishable(
      error.problems.map(({ kind, slug, pointer, rule, message }) => ({
        pointer: `/${kindOf(kind).folder}/${slug}${pointer}`,
        rule,
        message,
      })),
    );
  }
}
