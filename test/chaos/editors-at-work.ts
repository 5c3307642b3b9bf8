import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { skillContent } from '../setup/editors-desk';
import type { ServerUnderChaos } from './server-under-chaos';

/*
 * Editors who save and publish without pause, each under an Idempotency-Key, and what they were told of it: the ledger.
 * Writers save one document each; publishers save two with the same mark and publish them together; a scheduler puts two into a
 * release and has it published by the clock.
 */

const SAVE = `mutation ($input: SaveSkillInput!) { saveSkill(input: $input) { document { id version } } }`;
const PUBLISH = `mutation ($input: PublishInput!) { publish(input: $input) { publication { number } } }`;

const CREATE_RELEASE = `mutation ($input: CreateReleaseInput!) { createRelease(input: $input) { release { id } } }`;
const ADD_TO_RELEASE = `mutation ($input: AddToReleaseInput!) { addToRelease(input: $input) { release { id } } }`;
const SCHEDULE_RELEASE = `mutation ($input: ScheduleReleaseInput!) { scheduleRelease(input: $input) { release { id } } }`;

interface Unanswered {
  readonly query: string;
  readonly variables: object;
  readonly key: string;
}

/** What is known of one document. `version` is the last one that was acknowledged. */
export interface LedgerDocument {
  readonly slug: string;
  id: string;
  version: number;
}

export class Ledger {
  readonly documents = new Map<string, LedgerDocument>();
  /** Numbers of publications that were acknowledged, each with the mark that it made public. */
  readonly publications = new Map<number, { pair: number; mark: string }>();
  /** Releases whose schedule was acknowledged and whose publication was not seen yet, each with its mark. */
  readonly scheduled = new Map<string, string>();
  /** How often something was acknowledged. */
  acknowledged = 0;
  /** What a reader saw and should not have seen. */
  readonly halves: string[] = [];
  /** What was sent and not answered when the server died. */
  unanswered: (Unanswered & { note: (data: any) => void })[] = [];
}

export const WRITERS = 3;
export const PAIRS = 3;
/** The pair that goes out by schedule. */
const SCHEDULED_PAIR = PAIRS - 1;
export const writerSlug = (writer: number): string => `writer-${writer}`;
export const pairSlugs = (pair: number): [string, string] => [`pair-${pair}-left`, `pair-${pair}-right`];

/** Sends a mutation under a new key and notes its outcome; false when the server is gone. */
async function mutate(
  server: ServerUnderChaos,
  ledger: Ledger,
  query: string,
  input: object,
  note: (data: any) => void,
): Promise<boolean> {
  const sent = { query, variables: { input }, key: randomUUID(), note };
  try {
    const { data, errors } = await server.send(query, sent.variables, { 'idempotency-key': sent.key });
    const codes = (errors ?? []).map((error) => error.extensions.code as string);
    if (codes.some((code) => code === 'UNAVAILABLE' || code === 'INTERNAL')) {
      ledger.unanswered.push(sent);
      return false;
    }
    if (errors) throw new Refused(JSON.stringify(errors));
    note(data);
    ledger.acknowledged += 1;
    return true;
  } catch (error) {
    if (error instanceof Refused) throw error;
    ledger.unanswered.push(sent);
    return false;
  }
}

/** A refusal where there is none to be expected. */
class Refused extends Error {}

function save(server: ServerUnderChaos, ledger: Ledger, slug: string, name: string): Promise<boolean> {
  const known = ledger.documents.get(slug);
  const at = known ? { documentId: known.id, expectedVersion: known.version } : { slug };
  return mutate(server, ledger, SAVE, { ...at, content: skillContent(name) }, ({ saveSkill }) => {
    ledger.documents.set(slug, { slug, id: saveSkill.document.id, version: saveSkill.document.version });
  });
}

async function write(server: ServerUnderChaos, ledger: Ledger, writer: number): Promise<void> {
  const slug = writerSlug(writer);
  const next = () => `${slug} ${(ledger.documents.get(slug)?.version ?? 0) + 1}`;
  while (await save(server, ledger, slug, next()));
}

async function publishPairs(server: ServerUnderChaos, ledger: Ledger, pair: number): Promise<void> {
  for (;;) {
    const mark = `mark ${randomUUID()}`;
    for (const slug of pairSlugs(pair)) if (!(await save(server, ledger, slug, mark))) return;
    const documentIds = pairSlugs(pair).map((slug) => ledger.documents.get(slug)!.id);
    const note = ({ publish }: any) => ledger.publications.set(publish.publication.number, { pair, mark });
    if (!(await mutate(server, ledger, PUBLISH, { documentIds, message: mark }, note))) return;
  }
}

async function scheduleReleases(server: ServerUnderChaos, ledger: Ledger): Promise<void> {
  for (;;) {
    const mark = `mark ${randomUUID()}`;
    const slugs = pairSlugs(SCHEDULED_PAIR);
    for (const slug of slugs) if (!(await save(server, ledger, slug, mark))) return;
    const documentIds = slugs.map((slug) => ledger.documents.get(slug)!.id);
    let releaseId = '';
    const noteId = ({ createRelease }: any) => (releaseId = createRelease.release.id);
    if (!(await mutate(server, ledger, CREATE_RELEASE, { title: mark }, noteId))) return;
    if (!(await mutate(server, ledger, ADD_TO_RELEASE, { releaseId, documentIds }, () => {}))) return;
    const publishAt = new Date(Date.now() + 1_500).toISOString();
    const noteSchedule = () => ledger.scheduled.set(releaseId, mark);
    if (!(await mutate(server, ledger, SCHEDULE_RELEASE, { releaseId, publishAt }, noteSchedule))) return;
    try {
      await untilPublished(server, ledger);
    } catch {
      return;
    }
  }
}

/** Waits until every release whose schedule was acknowledged is published; none may fail or be forgotten. */
export async function untilPublished(server: ServerUnderChaos, ledger: Ledger): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (const [id, mark] of ledger.scheduled) {
    for (;;) {
      const { release } = await server.ask('query ($id: ID!) { release(id: $id) { state publication { number } } }', {
        id,
      });
      if (release.state === 'PUBLISHED') {
        ledger.publications.set(release.publication.number, { pair: SCHEDULED_PAIR, mark });
        break;
      }
      if (release.state !== 'SCHEDULED' || Date.now() > deadline) {
        ledger.halves.push(`the scheduled release ${id} is ${release.state}`);
        break;
      }
      await sleep(50);
    }
    ledger.scheduled.delete(id);
  }
}

/** Reads pairs as a frontend does, until the server is gone. */
async function watch(server: ServerUnderChaos, ledger: Ledger): Promise<void> {
  for (;;) {
    try {
      for (const half of await halvesIn(server, {})) ledger.halves.push(half);
    } catch {
      return;
    }
  }
}

/** Pairs of which one half is public and the other not, or another one. */
export async function halvesIn(server: ServerUnderChaos, headers: Record<string, string>): Promise<string[]> {
  const fields = Array.from({ length: PAIRS }, (_, pair) => {
    const [left, right] = pairSlugs(pair);
    return `left${pair}: skill(slug: "${left}") { name } right${pair}: skill(slug: "${right}") { name }`;
  });
  const found = await server.ask(`{ ${fields.join(' ')} }`, {}, headers);
  return Array.from({ length: PAIRS }, (_, pair) => [found[`left${pair}`]?.name, found[`right${pair}`]?.name])
    .filter(([left, right]) => left !== right)
    .map((names) => JSON.stringify(names));
}

/** Everybody works until the server is gone; `onAcknowledged` is told the count each time that something was done. */
export async function work(
  server: ServerUnderChaos,
  ledger: Ledger,
  onAcknowledged: (count: number) => void,
): Promise<void> {
  const start = ledger.acknowledged;
  const told: ServerUnderChaos = {
    ...server,
    send: async (...given) => {
      const answer = await server.send(...given);
      setImmediate(() => onAcknowledged(ledger.acknowledged - start));
      return answer;
    },
  };
  await Promise.all([
    ...Array.from({ length: WRITERS }, (_, writer) => write(told, ledger, writer)),
    ...Array.from({ length: SCHEDULED_PAIR }, (_, pair) => publishPairs(told, ledger, pair)),
    scheduleReleases(told, ledger),
    watch(server, ledger),
  ]);
}

/** Sends once more, under its key, what was not answered. It is done once, now or before: either way it is known afterwards. */
export async function repeatUnanswered(server: ServerUnderChaos, ledger: Ledger): Promise<{ lost: number }> {
  let lost = 0;
  for (const { query, variables, key, note } of ledger.unanswered.splice(0)) {
    const { data, errors } = await server.send(query, variables, { 'idempotency-key': key });
    if (!errors) note(data);
    else if (/its answer was lost/.test(errors[0]!.message)) lost += 1;
    // It was not done then, and now its time is over.
    else if (query === SCHEDULE_RELEASE && /must lie in the future/.test(errors[0]!.message)) continue;
    else throw new Error(`A repetition was refused: ${JSON.stringify({ variables, errors })}`);
  }
  return { lost };
}
