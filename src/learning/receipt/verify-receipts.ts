import type { EntityManager } from 'typeorm';
import type { SigningKeys } from '../../accounts/session/signing-keys';
import { type ReceiptPayload, type ReceiptScore, scoreOf } from './receipt-payload';
import { openReceipt, type ReceiptProblem } from './receipt-signature';
import { replayReceipts } from './replay-receipts';

/** What verifying a receipt came to. */
export interface VerifiedReceipt {
  /** Whether one of our keys signed exactly this. */
  readonly valid: boolean;
  /** Whether grading again gives exactly what it states. */
  readonly matches: boolean;
  /** Why it is not valid, or what does not match. */
  readonly problems: readonly ReceiptProblem[];
  /** What it says; null unless it is valid. */
  readonly payload: ReceiptPayload | null;
  readonly stated: ReceiptScore | null;
  readonly replayed: ReceiptScore | null;
}

/**
 * Verifies receipts: the signature first, and then, of those that our keys have signed and of no others, the score by a replay.
 * Reads keys and editions and nothing of learners, so it tells no more about them than the receipt itself: not whether the
 * attempt was graded again since, nor whether it is still there. The number of statements is the same for one and for many.
 */
export async function verifyReceipts(
  manager: EntityManager,
  keys: Pick<SigningKeys, 'verifying'>,
  texts: readonly string[],
  maxLength?: number,
): Promise<VerifiedReceipt[]> {
  const opened = await Promise.all(texts.map((text) => openReceipt(keys, text, maxLength)));
  const payloads = opened.flatMap(({ payload }) => payload ?? []);
  const replays = payloads.length > 0 ? await replayReceipts(manager, payloads) : [];
  let next = 0;
  return opened.map(({ payload, problem }): VerifiedReceipt => {
    if (!payload) {
      return { valid: false, matches: false, problems: [problem], payload: null, stated: null, replayed: null };
    }
    const { score, problems } = replays[next++]!;
    return {
      valid: true,
      matches: problems.length === 0,
      problems,
      payload,
      stated: scoreOf(payload.grade),
      replayed: score,
    };
  });
}
