import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import type { AppServices } from '../../kernel/app-services';
import { withoutDeadline } from '../../kernel/http/request-scope';
import { consume, hourlyLimiter, networkKey } from '../rate-limits';

/**
 * Bounds how many accounts are registered from one network in an hour: each has a budget of its own, so that whoever makes
 * many has no budget at all. Schools and offices share an address, so the bound is wide.
 */
export class NewAccounts {
  private readonly limiter: RateLimiterPostgres;

  constructor({ dataSource, config }: Pick<AppServices, 'dataSource' | 'config'>) {
    this.limiter = hourlyLimiter(dataSource, 'new-account', config.limits.registrationsPerHour);
  }

  /**
   * Runs what may make an account. It counts before it runs, so that many at once don't slip through and a refusal is the
   * same whatever the email address, and is given back when no account was made (the result is null, or it fails).
   * RATE_LIMITED when there were too many.
   */
  async admit<T>(address: string, make: () => Promise<T | null>): Promise<T | null> {
    const key = networkKey(address);
    await consume(this.limiter, key);
    let made: T | null = null;
    try {
      made = await make();
    } finally {
      if (made === null) await withoutDeadline(() => this.limiter.reward(key));
    }
    return made;
  }
}
