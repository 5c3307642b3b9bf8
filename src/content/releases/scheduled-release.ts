import type { DataSource, EntityManager } from 'typeorm';
import { recordAudit } from '../../accounts/audit/record-audit';
import { enqueueJob } from '../../kernel/jobs/job-queue';
import type { Job } from '../../kernel/jobs/job';
import { toGlobalId } from '../../kernel/graphql/global-id';
import { NotPublishable } from '../publishing/publish';
import { publishPinned } from './publish-release';
import { ReleaseState, stateAfter } from './release-state';
import { findAndLock, jobKeyOf, pinnedChanges, type ReleaseRow } from './release-store';

const PUBLISH = 'publish_release';

/** What the job of a schedule is told: the release, and for which time it was scheduled. */
interface SchedulePayload {
  readonly releaseId: string;
  readonly publishAt: string;
}

/** Enqueues the publication of a release in the transaction that schedules it. */
export async function enqueuePublication(manager: EntityManager, releaseId: string, publishAt: Date): Promise<void> {
  const payload: SchedulePayload = { releaseId, publishAt: publishAt.toISOString() };
  await enqueueJob(manager, { name: PUBLISH, payload, key: jobKeyOf(releaseId), runAt: publishAt });
}

/** Publishes a scheduled release at its time. */
export const publishReleaseJob: Job = {
  name: PUBLISH,
  run: ({ dataSource }, payload, jobId) => publishScheduled(dataSource, payload as SchedulePayload, jobId),
};

/**
 * Enqueues again what is overdue. A job whose process was killed stays taken for hours: the queue can't know that nobody
 * works on it any more. One job too many does no harm, since the release itself says whether it still waits.
 */
export const enqueueOverdueJob: Job = {
  name: 'enqueue_overdue_releases',
  recurring: true,
  run: ({ dataSource }) =>
    dataSource.transaction(async (manager) => {
      const overdue = await manager.query<{ id: string; publishAt: Date }[]>(
        `SELECT id, publish_at AS "publishAt" FROM release WHERE state = 'SCHEDULED' AND publish_at <= now() ORDER BY publish_at, id`,
      );
      for (const { id, publishAt } of overdue) await enqueuePublication(manager, id, publishAt);
    }),
};

/**
 * Publishes a release if it still waits for this time, and otherwise does nothing. The plan is checked anew; where it has
 * errors, the release is FAILED with them, and nothing is published. Either is one transaction with the note in the release,
 * under its lock: so it happens once, however often and wherever the job runs, and not half.
 */
async function publishScheduled(
  dataSource: DataSource,
  { releaseId, publishAt }: SchedulePayload,
  jobId: string,
): Promise<void> {
  await dataSource.transaction(async (manager) => {
    const release = await findAndLock(manager, releaseId);
    if (release?.state !== ReleaseState.SCHEDULED || release.publishAt?.toISOString() !== publishAt) return;
    try {
      await publishPinned(manager, release, stateAfter('publish', release.state), release.scheduledById);
    } catch (error) {
      if (!(error instanceof NotPublishable)) throw error;
      await manager.query(`UPDATE release SET state = $2, failed_problems = $3 WHERE id = $1`, [
        releaseId,
        stateAfter('fail', release.state),
        JSON.stringify(error.problems),
      ]);
      await auditJob(manager, release, 'failScheduledRelease', jobId);
      return;
    }
    await auditJob(manager, release, 'publishScheduledRelease', jobId);
  });
}

/** The log says who scheduled it, and names the job where a request would be named. */
async function auditJob(manager: EntityManager, release: ReleaseRow, action: string, jobId: string): Promise<void> {
  const origin = { viewer: { id: release.scheduledById! }, client: { address: 'schedule' }, requestId: jobId };
  const subjectId = toGlobalId('Release', release.id);
  const changes = await pinnedChanges(manager, release.id);
  await recordAudit(
    manager,
    origin,
    action,
    changes.map((change) => ({ ...change, subjectId })),
  );
}
