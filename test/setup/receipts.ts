import { CompactSign, importJWK, type JWK } from 'jose';
import type { Learner } from './learners';
import type { TestApp } from './test-app';

/** All that a verification answers. */
export const VERIFY = `query VerifyReceipt($receipt: String!) {
  verifyReceipt(receipt: $receipt) {
    valid matches problems { rule message } attemptId gradeNumber submittedAt assessment { slug }
    stated { ...score } replayed { ...score }
  }
}
fragment score on ReceiptScore {
  points maxPoints percent passed sections { skill { slug } points maxPoints percent }
  affinities { career { slug } percent score lowest highest }
}`;

/** What the API answers to a text that may be a receipt. */
export const verifiedReceipt = async (app: TestApp, receipt: string): Promise<any> =>
  (await app.ask(VERIFY, { receipt })).verifyReceipt;

/** The rules by which a text is refused. */
export const rulesOf = ({ problems }: { problems: { rule: string }[] }): string[] => problems.map(({ rule }) => rule);

/** The receipt of an attempt as its learner reads it. */
export const receiptOf = async (learner: Learner, attemptId: string): Promise<string | null> =>
  (await learner.read(attemptId, 'receipt')).receipt;

export interface ReceiptParts {
  readonly header: Record<string, unknown>;
  readonly payload: any;
}

/** What a receipt holds, without looking at the signature. */
export function partsOf(receipt: string): ReceiptParts {
  const [header, payload] = receipt.split('.').map((part) => Buffer.from(part, 'base64url').toString('utf8'));
  return { header: JSON.parse(header!), payload: JSON.parse(payload!) };
}

/** Signs anything with a key of ours, taken from the vault: what only a fault of ours could produce. */
export async function signedByUs(
  app: Pick<TestApp, 'dataSource'>,
  payload: unknown,
  header: Record<string, unknown>,
  purpose: 'ACCESS' | 'RECEIPT' = 'RECEIPT',
): Promise<string> {
  const [row] = await app.dataSource.query<[{ kid: string; jwk: JWK }]>(
    'SELECT kid, private_jwk AS jwk FROM vault.signing_key WHERE purpose = $1 AND retired_at IS NULL',
    [purpose],
  );
  return new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ kid: row.kid, ...header } as never)
    .sign(await importJWK(row.jwk, 'ES256'));
}
