import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkoutFolder } from '../../src/checkout-folder';
import {
  halvesIn,
  Ledger,
  PAIRS,
  pairSlugs,
  repeatUnanswered,
  untilPublished,
  work,
  WRITERS,
  writerSlug,
} from './editors-at-work';
import { type ServerUnderChaos, startServer, type Victim } from './server-under-chaos';

/** `npm run soak` asks for many. */
const rounds = Number(process.env.SOAK_ROUNDS ?? '3');
const victims: readonly Victim[] = ['process', 'database', 'both'];

let folder: string;
let server: ServerUnderChaos | undefined;
beforeAll(() => {
  execFileSync(process.execPath, [path.join(checkoutFolder, 'scripts', 'build.mjs')]);
  folder = mkdtempSync(path.join(os.tmpdir(), 'careergraph-chaos-'));
  chmodSync(folder, 0o755);
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** All publications, the first one first. */
async function publications(from: ServerUnderChaos): Promise<{ number: number; message: string; changes: number }[]> {
  const found: { number: number; message: string; changes: number }[] = [];
  const query = `query ($after: String) { publications(first: 100, after: $after) {
    pageInfo { hasNextPage endCursor } edges { node { number message changes { totalCount } } } } }`;
  for (let after: string | null = null, more = true; more;) {
    const { publications: page } = await from.ask(query, { after });
    for (const { node } of page.edges) found.unshift({ ...node, changes: node.changes.totalCount });
    [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
  }
  return found;
}

/** Compares what is there with what the editors were told. */
async function check(now: ServerUnderChaos, ledger: Ledger, lost: number): Promise<void> {
  await untilPublished(now, ledger);
  expect(ledger.halves).toEqual([]);
  let editions = 0;
  for (const [slug, known] of ledger.documents) {
    const { document } = await now.ask(
      `query ($slug: String!) { document(kind: SKILL, slug: $slug) {
        id version content latestEdition { number } editions { totalCount } } }`,
      { slug },
    );
    // Only of what was done without an answer may there be more than was acknowledged.
    expect(document.version - known.version).toBeGreaterThanOrEqual(0);
    expect(document.version - known.version).toBeLessThanOrEqual(lost);
    expect([document.latestEdition.number, document.editions.totalCount]).toEqual([document.version, document.version]);
    if (slug.startsWith('writer')) expect(document.content.name).toBe(`${slug} ${document.version}`);
    editions += document.version;
    known.version = document.version;
  }
  const { auditLog } = await now.ask('{ auditLog(action: "saveSkill") { totalCount } }');
  expect(auditLog.totalCount).toBe(editions);

  const all = await publications(now);
  expect(all.map(({ number }) => number)).toEqual(all.map((_, index) => index + 1));
  expect(all.filter(({ changes }) => changes !== 2)).toEqual([]);
  const messages = new Map(all.map(({ number, message }) => [number, message]));
  for (const [number, { mark }] of ledger.publications) expect(messages.get(number)).toBe(mark);
  expect(all.length - ledger.publications.size).toBeGreaterThanOrEqual(0);
  // Nothing was published twice.
  expect(new Set(messages.values()).size).toBe(all.length);

  for (const headers of [{}, ...all.slice(-3).map(({ number }) => ({ 'x-perspective': `publication:${number}` }))])
    expect(await halvesIn(now, headers as Record<string, string>)).toEqual([]);
}

test(
  `after kill -9 in the middle of saves, publications and schedules, ${rounds} times, nothing acknowledged is lost, nothing is half and nothing is twice`,
  async () => {
    const ledger = new Ledger();
    const expected = [
      ...Array.from({ length: WRITERS }, (_, writer) => writerSlug(writer)),
      ...Array.from({ length: PAIRS }, (_, pair) => pairSlugs(pair)).flat(),
    ];
    server = await startServer(folder);
    for (let round = 0; round < rounds; round += 1) {
      const running = server;
      const victim = victims[round % victims.length]!;
      const moment = 5 + Math.floor(Math.random() * 25);
      let killed: Promise<void> | undefined;
      await work(running, ledger, (count) => {
        // Not before every document is known: one whose first answer is lost could not be followed. And a little later, so
        // that it meets every part of what the others are doing.
        if (count >= moment && ledger.documents.size === expected.length)
          killed ??= sleep(Math.random() * 20).then(() => running.kill(victim));
      });
      await killed;
      server = await startServer(folder);
      const { lost } = await repeatUnanswered(server, ledger);
      await check(server, ledger, lost);
    }
    expect([...ledger.documents.keys()].toSorted()).toEqual(expected.toSorted());
    expect(ledger.publications.size).toBeGreaterThan(0);
  },
  rounds * 60_000 + 30_000,
);
