import { createHash } from 'node:crypto';

/** The namespace of ids made from a kind and a slug. Never change it: addresses and learners' progress hang on the ids. */
const NAMESPACE = Buffer.from('6f1c2f0e5a3b5d0c9d7ea3f1c5b0e9a2', 'hex');

/**
 * The id that a document gets when it first appears under a slug (UUID version 5, RFC 9562), so that an import into an
 * empty database gives every document the id it had before.
 */
export function documentIdFor(kind: string, slug: string): string {
  const hash = createHash('sha1').update(NAMESPACE).update(`${kind}/${slug}`).digest().subarray(0, 16);
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
