import { hash, verify } from '@node-rs/argon2';

/** OWASP's parameters for argon2id: 19 MiB, 2 passes, 1 lane. Both functions work on libuv's threads. */
const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The hash of a password that was thrown away, at the parameters above: compared where there is no account. */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$+1BS4fbKcfO8pG7Ns41o+Q$v4hMGjfTu21/00Kmjh3l8BxFIZ7ycnFQEIcM8wHlABM';

/** The same text on every keyboard: what is typed as one character or as two is one password. */
const normalized = (password: string): string => password.normalize('NFKC');

/** The hash to store, in PHC form with its own salt. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalized(password), parameters);
}

/**
 * Whether this is the password. Without a hash (no such account, or one without a password) the answer is no after the
 * same work, so that the time tells nothing.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const matches = await verify(stored ?? NOBODYS_HASH, normalized(password));
  return matches && stored !== null;
}
