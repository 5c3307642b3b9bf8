import { CompactSign, compactVerify, decodeProtectedHeader, errors } from 'jose';
import { SigningKeyPurpose } from '../../accounts/session/signing-key-purpose';
import { SIGNING_ALGORITHM, type SigningKeyInUse, type SigningKeys } from '../../accounts/session/signing-keys';
import { canonicalJson } from './canonical-json';
import { readPayload, type ReceiptPayload } from './receipt-payload';

/** The media type of a receipt (RFC 8725, 3.11), in the vendor tree, so that it is taken for no other token of ours. */
export const RECEIPT_TYPE = 'vnd.careergraph.receipt+jwt';

/** The longest receipt that the API reads, in characters; the command reads longer ones. Usual ones have some thousands. */
export const MAX_RECEIPT_LENGTH = 500_000;

/** Why a receipt is not good, or what of it the replay finds otherwise. */
export interface ReceiptProblem {
  readonly rule: string;
  readonly message: string;
}

/** What a receipt says if our key has signed it, else why it is not good. */
export type OpenedReceipt =
  | { readonly payload: ReceiptPayload; readonly problem?: undefined }
  | { readonly payload?: undefined; readonly problem: ReceiptProblem };

/** Signs what a receipt says, in its canonical form. */
export function signReceipt({ kid, key }: SigningKeyInUse, payload: ReceiptPayload): Promise<string> {
  return new CompactSign(Buffer.from(canonicalJson(payload), 'utf8'))
    .setProtectedHeader({ alg: SIGNING_ALGORITHM, kid, typ: RECEIPT_TYPE })
    .sign(key);
}

/**
 * Opens a receipt: form, algorithm, type, key and signature, in this order. What our keys have not signed is not read any
 * further.
 */
export async function openReceipt(
  keys: Pick<SigningKeys, 'verifying'>,
  text: string,
  maxLength = MAX_RECEIPT_LENGTH,
): Promise<OpenedReceipt> {
  if (text.length > maxLength) return refused('length', `A receipt has ${maxLength} characters at most.`);
  const header = headerOf(text);
  if (!header) return refused('form', 'This is no receipt: it is a JWS of three parts with dots between them.');
  const { alg, typ, kid } = header;
  if (alg !== SIGNING_ALGORITHM) return refused('algorithm', `A receipt is signed by ${SIGNING_ALGORITHM}.`);
  if (typ !== RECEIPT_TYPE) return refused('type', `A receipt is of the type ${RECEIPT_TYPE}.`);
  const key = typeof kid === 'string' ? await keys.verifying(SigningKeyPurpose.RECEIPT, kid) : undefined;
  if (!key) return refused('key', 'No key of this server signed it: it comes from elsewhere, or was made up.');
  try {
    const signed = await compactVerify(text, key, { algorithms: [SIGNING_ALGORITHM] });
    const payload = readPayload(new TextDecoder().decode(signed.payload));
    return payload ? { payload } : refused('version', 'This version of the server does not know its form.');
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error;
    return refused('signature', 'The signature does not fit: the receipt was changed.');
  }
}

const refused = (rule: string, message: string): OpenedReceipt => ({ problem: { rule, message } });

/** The header of a JWS; undefined for a text that is none. The same bytes have one text only: nothing else is taken. */
function headerOf(text: string): { alg?: unknown; typ?: unknown; kid?: unknown } | undefined {
  const parts = text.split('.');
  if (parts.length !== 3 || parts.some((part) => Buffer.from(part, 'base64url').toString('base64url') !== part))
    return undefined;
  try {
    return decodeProtectedHeader(text);
  } catch {
    return undefined;
  }
}
