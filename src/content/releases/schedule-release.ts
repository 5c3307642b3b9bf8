import type { EntityManager } from 'typeorm';
import { badInput, conflict } from '../../kernel/errors/errors';
import { removeJob } from '../../kernel/jobs/job-queue';
import { refuseUnpublishable } from '../publishing/publish-or-refuse';
import { publishPinned } from './publish-release';
import { jobKeyOf, lockRelease } from './release-store';
import { enqueuePublication } from './scheduled-release';

export interface Schedule {
  readonly publishAt: Date;
  readonly timeZone: string;
  /** Who publishes, then. */
  readonly userId: string;
}

/** Publishes a release now, whether or not it has a schedule; CONFLICT when there is nothing to publish. */
export async function publishReleaseNow(manager: EntityManager, id: string, userId: string): Promise<void> {
  const { release, next } = await lockRelease(manager, id, 'publish');
  const number = await refuseUnpublishable(() => publishPinned(manager, release, next, userId));
  if (number === null) throw conflict('There is nothing to do: what the release holds is public already.');
  await manager.query('UPDATE release SET publish_at = NULL, time_zone = NULL, scheduled_by_id = NULL WHERE id = $1', [
    id,
  ]);
  await removeJob(manager, jobKeyOf(id));
}

/** Schedules a release. The time is compared with the clock of the database, which also decides when it has come. */
export async function scheduleRelease(manager: EntityManager, id: string, schedule: Schedule): Promise<void> {
  const { publishAt, timeZone, userId } = schedule;
  const { next } = await lockRelease(manager, id, 'schedule');
  const [{ past, items }] = (await manager.query(
    `SELECT $2::timestamptz <= clock_timestamp() AS past, EXISTS (SELECT FROM release_item WHERE release_id = $1) AS items`,
    [id, publishAt],
  )) as [{ past: boolean; items: boolean }];
  if (past)
    throw badInput(
      '/input/publishAt',
      'future',
      'publishAt must lie in the future. To publish now, use publishRelease.',
    );
  if (!items) throw conflict('The release holds no documents: add some first.');
  await manager.query(
    `UPDATE release SET state = $2, publish_at = $3, time_zone = $4, scheduled_by_id = $5, failed_problems = NULL WHERE id = $1`,
    [id, next, publishAt, timeZone, userId],
  );
  await enqueuePublication(manager, id, publishAt);
}

/** Takes the schedule from a release. */
export async function cancelRelease(manager: EntityManager, id: string): Promise<void> {
  const { next } = await lockRelease(manager, id, 'cancel');
  await manager.query(
    `UPDATE release SET state = $2, publish_at = NULL, time_zone = NULL, scheduled_by_id = NULL, failed_problems = NULL
     WHERE id = $1`,
    [id, next],
  );
  await removeJob(manager, jobKeyOf(id));
}

/** The time zone by this name, UTC for none; BAD_USER_INPUT for what is no IANA name. */
export function requireTimeZone(name: string | null | undefined, pointer: string): string {
  if (name == null) return 'UTC';
  try {
    // An offset such as +01:00 is taken by some engines, but it is no zone: it knows nothing of summer time.
    if (/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(name)) {
      new Intl.DateTimeFormat('en', { timeZone: name });
      return name;
    }
  } catch {
    // Said below.
  }
  throw badInput(pointer, 'time-zone', 'This is not the IANA name of a time zone, such as Europe/Vienna or UTC.');
}
