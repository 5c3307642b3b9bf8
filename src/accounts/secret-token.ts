import { createHash, randomBytes } from 'node:crypto';

/**
 * Tokens that say nothing and that we store only as a hash: 256 random bits, then the keys by which the row is found,
 * the user's first. A fast hash is enough, since nobody can try 256 bits.
 */
const SECRET_BYTES = 32;
const KEY_BYTES = 16;

/** A new token over these UUIDs. */
export function makeSecretToken(prefix: string, keys: readonly string[]): { token: string; hash: Buffer } {
  const secret = randomBytes(SECRET_BYTES);
  const parts = keys.map((key) => Buffer.from(key.replaceAll('-', ''), 'hex'));
  return { token: prefix + Buffer.concat([secret, ...parts]).toString('base64url'), hash: hashOf(secret) };
}

/** Reads a token with so many keys; undefined for what makeSecretToken could not have made. */
export function parseSecretToken(
  prefix: string,
  keyCount: number,
  token: string,
): { hash: Buffer; keys: string[] } | undefined {
  if (!token.startsWith(prefix)) return undefined;
  const text = token.slice(prefix.length);
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== SECRET_BYTES + keyCount * KEY_BYTES || bytes.toString('base64url') !== text) return undefined;
  const keys = Array.from({ length: keyCount }, (_, index) =>
    bytes
      .toString('hex', SECRET_BYTES + index * KEY_BYTES, SECRET_BYTES + (index + 1) * KEY_BYTES)
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  );
  return { hash: hashOf(bytes.subarray(0, SECRET_BYTES)), keys };
}

const hashOf = (secret: Buffer): Buffer => createHash('sha256').update(secret).digest();
