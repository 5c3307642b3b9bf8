import { RateLimiterPostgres } from 'rate-limiter-flexible';
import type { DataSource } from 'typeorm';
import { consume, inDatabase, keyOf, networkKey } from '../rate-limits';

const WINDOW_SECONDS = 15 * 60;
/** Failed attempts in a window, for one account and from one address. Schools and offices share an address. */
export const ATTEMPTS = { account: 10, address: 100 } as const;

const ACCOUNT_PREFIX = 'sign-in-account';

/** Slows down the guessing of passwords. */
export class SignInThrottle {
  private readonly byAccount: RateLimiterPostgres;
  private readonly byAddress: RateLimiterPostgres;

  constructor(dataSource: DataSource) {
    const shared = { ...inDatabase(dataSource), duration: WINDOW_SECONDS };
    this.byAccount = new RateLimiterPostgres({ ...shared, keyPrefix: ACCOUNT_PREFIX, points: ATTEMPTS.account });
    this.byAddress = new RateLimiterPostgres({
      ...shared,
      keyPrefix: 'sign-in-address',
      points: ATTEMPTS.address,
      // One of the two clears the table of what has run out, for both.
      clearExpiredByTimeout: false,
    });
  }

  /**
   * Runs an attempt that a guesser could repeat. It counts before it runs, so that many at once don't slip through, and
   * is forgiven when it succeeds (the result is not null). RATE_LIMITED when there were too many.
   * @param account what is guessed at, known or not, always in the same spelling; undefined when only the address counts
   */
  async attempt<T>(
    { account, address }: { account?: string; address: string },
    run: () => Promise<T | null>,
  ): Promise<T | null> {
    const addressKey = networkKey(address);
    const accountKey = account === undefined ? undefined : keyOf(account);
    await consume(this.byAddress, addressKey);
    if (accountKey !== undefined) await consume(this.byAccount, accountKey);
    const result = await run();
    if (result !== null) {
      await this.byAddress.reward(addressKey);
      if (accountKey !== undefined) await this.byAccount.delete(accountKey);
    }
    return result;
  }
}

/** The keys under which the attempts at these accounts are counted; see SignInThrottle.attempt for how to spell them. */
export const accountCounts = (accounts: readonly string[]): string[] =>
  accounts.map((account) => `${ACCOUNT_PREFIX}:${keyOf(account)}`);
