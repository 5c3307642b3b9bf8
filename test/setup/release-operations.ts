import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { Role } from '../../src/accounts/role';
import { type CallerHeaders, signInCallers } from './callers';
import type { TestApp } from './test-app';

/** The release as these tests look at it. */
export const RELEASE = `id title state publishAt timeZone publication { number }
  problems { severity code pointer document { slug } } failedProblems { severity code pointer document { slug } }`;

/** What editors and publishers do with releases, by their own tokens. */
export class ReleaseDesk {
  private constructor(
    readonly app: TestApp,
    readonly editor: CallerHeaders,
    readonly publisher: CallerHeaders,
    readonly learner: CallerHeaders,
  ) {}

  static async open(app: TestApp): Promise<ReleaseDesk> {
    const known = await signInCallers(app, [Role.EDITOR, Role.PUBLISHER, Role.LEARNER]);
    return new ReleaseDesk(app, known.EDITOR, known.PUBLISHER, known.LEARNER);
  }

  /** Runs a mutation that answers with a release; throws when it is refused. */
  async do(mutation: string, input: object, by: CallerHeaders = this.publisher): Promise<any> {
    return (await this.app.ask(textOf(mutation), { input }, by))[mutation].release;
  }

  /** Runs a mutation that must be refused; resolves to the error's extensions. */
  async refused(mutation: string, input: object, by: CallerHeaders = this.publisher): Promise<Record<string, any>> {
    const { errors } = await this.app.send(textOf(mutation), { input }, by);
    if (!errors) throw new Error(`${mutation} was not refused`);
    return errors[0]!.extensions;
  }

  /** A release that holds the latest editions of these documents. */
  async releaseOf(title: string, documentIds: readonly string[]): Promise<{ id: string }> {
    const release = await this.do('createRelease', { title }, this.editor);
    return this.do('addToRelease', { releaseId: release.id, documentIds }, this.editor);
  }

  async read(id: string): Promise<any> {
    return (await this.app.ask(`query ($id: ID!) { release(id: $id) { ${RELEASE} } }`, { id }, this.editor)).release;
  }

  /** Reads a release until it is in this state; gives up after a minute. */
  async until(id: string, state: string): Promise<any> {
    return eventually(async () => {
      const release = await this.read(id);
      return release.state === state ? release : undefined;
    });
  }
}

const textOf = (mutation: string): string => {
  const input = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
  return `mutation ($input: ${input}!) { ${mutation}(input: $input) { release { ${RELEASE} documents { totalCount } } } }`;
};

/** Looks again and again until there is something to see; gives up after a minute, or so many seconds. */
export async function eventually<T>(look: () => Promise<T | undefined>, seconds = 60): Promise<T> {
  const deadline = Date.now() + seconds * 1_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`It did not happen within ${seconds} seconds`);
    await sleep(50);
  }
}

/** A moment shortly from now, as an argument. */
export const shortly = (milliseconds: number): string => new Date(Date.now() + milliseconds).toISOString();

/** A moment that does not come while a test runs, however slow the machine is; see letTheTimeCome. */
export const tomorrow = (): string => shortly(86_400_000);

/** Lets the time of every scheduled release come: it and its job move back, as the clock of the database can't be moved. */
export async function letTheTimeCome(dataSource: DataSource): Promise<void> {
  await dataSource.query(
    `WITH moved AS (UPDATE release SET publish_at = date_trunc('milliseconds', now()) WHERE state = 'SCHEDULED' RETURNING *)
     UPDATE graphile_worker._private_jobs AS job SET run_at = now(), payload = json_build_object('releaseId', moved.id,
       'publishAt', to_char(moved.publish_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
     FROM moved WHERE job.payload->>'releaseId' = moved.id::text`,
  );
}
