import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { SigningKeys } from '../src/accounts/session/signing-keys';
import { type Config, loadConfig } from '../src/config';
import { visitEmbeddedServer } from '../src/kernel/database/embedded-server';
import type { ReceiptScore } from '../src/learning/receipt/receipt-payload';
import { type VerifiedReceipt, verifyReceipts } from '../src/learning/receipt/verify-receipts';
import { CommandError, type CommandOutput, describeFailure, inDatabase, runAsProcess } from './database-command';

const usage = `Usage: npm run replay -- <file>  verifies a receipt and grades its attempt again

The file holds the receipt as Attempt.receipt gave it, alone or as JSON: { "receipt": "…" }. The editions come from the database
of DATABASE_URL, or from the embedded one in DATA_FOLDER, whether or not the server runs. Nothing is written.
The exit code is 0 when the receipt is valid and matches, 1 when not, 2 for wrong arguments.
`;

/**
 * Runs `npm run replay -- <args>`.
 * @returns the exit code: 0 only for a receipt that is valid and matches
 */
export async function runReplayCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { out, error }: CommandOutput,
): Promise<number> {
  const [file, ...more] = args;
  if (file === undefined || file.startsWith('-') || more.length > 0) {
    error(usage);
    return 2;
  }
  try {
    const { database } = loadConfig(env);
    // npm runs scripts in the checkout; a relative file is meant from where the command was typed.
    const receipt = await readReceipt(resolve(env.INIT_CWD ?? process.cwd(), file));
    const verified = await verifyIn(database, receipt, error);
    out(describeVerified(verified));
    return verified.valid && verified.matches ? 0 : 1;
  } catch (cause) {
    error(`${describeFailure(cause)}\n`);
    return 1;
  }
}

async function readReceipt(file: string): Promise<string> {
  const text = (await readFile(file, 'utf8')).trim();
  if (!text.startsWith('{')) return text;
  try {
    const { receipt } = JSON.parse(text) as { receipt?: unknown };
    if (typeof receipt === 'string') return receipt.trim();
  } catch {
    // Said below, for both.
  }
  throw new CommandError(`${file} holds JSON, and not as { "receipt": "…" }.`);
}

async function verifyIn(
  { url, dataFolder, poolSize }: Config['database'],
  receipt: string,
  log: (text: string) => void,
): Promise<VerifiedReceipt> {
  if (url !== undefined) return verifyAt(url, poolSize, receipt);
  const visit = await visitEmbeddedServer({ folder: dataFolder, log: (text) => log(`${text}\n`) });
  try {
    return await verifyAt(visit.url, poolSize, receipt);
  } finally {
    await visit.leave();
  }
}

function verifyAt(url: string, poolSize: number, receipt: string): Promise<VerifiedReceipt> {
  return inDatabase({ url, poolSize }, async (store) => {
    const [verified] = await verifyReceipts(store.manager, new SigningKeys(store), [receipt], Infinity);
    return verified!;
  });
}

/** What was compared, for people: a line for each part of the score, stated and by grading again. */
function describeVerified({ valid, matches, problems, payload, stated, replayed }: VerifiedReceipt): string {
  const lines: string[] = [];
  if (payload) {
    const { attempt, assessment, publication, items, grade, iss } = payload;
    lines.push(
      `Signed by ${iss}: assessment ${assessment.slug}, submitted ${attempt.submittedAt}, grade ${grade.number}`,
      `Compared: the order of the options of ${items.length} questions, publication ${publication}, and the score`,
      ...(Object.keys(stated!) as (keyof ReceiptScore)[]).map(
        (name) =>
          `  ${name.padEnd(10)} stated ${shown(stated![name])}, by grading again ${replayed ? shown(replayed[name]) : 'nothing'}`,
      ),
    );
  }
  lines.push(...problems.map(({ rule, message }) => `${rule}: ${message}`));
  const verdict = matches ? 'The receipt is valid, and it matches.' : 'The receipt is valid, and it does NOT match.';
  return `${[...lines, valid ? verdict : 'The receipt is NOT valid.'].join('\n')}\n`;
}

/** A value in a line; of a list how many it has and, shortened, what. */
function shown(value: ReceiptScore[keyof ReceiptScore]): string {
  if (!Array.isArray(value)) return String(value);
  return value.length === 0 ? 'none' : `${value.length} (${value.map(({ percent }) => `${percent}%`).join(', ')})`;
}

if (require.main === module) runAsProcess(runReplayCommand);
