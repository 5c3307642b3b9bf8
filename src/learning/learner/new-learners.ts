import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { consume, hourlyLimiter, networkKey } from '../../accounts/rate-limits';
import type { AppServices } from '../../kernel/app-services';
import type { RequestContext } from '../../kernel/context';
import type { LearnerProof } from './learners';

declare module '../../kernel/app-services' {
  interface AppServices {
    /** Bounds how many learners without an account one network makes. */
    readonly newLearners: NewLearners;
  }
}

/**
 * Bounds how many learners without an account come from one network in an hour: each leaves rows behind that nobody may ever
 * come back for. Schools and offices share an address, so the bound is wide.
 */
export class NewLearners {
  private readonly limiter: RateLimiterPostgres;

  constructor({ dataSource, config }: AppServices) {
    this.limiter = hourlyLimiter(dataSource, 'new-learner', config.limits.anonymousLearnersPerHour);
  }

  /** Counts a learner who is about to be made; RATE_LIMITED when there were too many. Who shows a proof makes none. */
  async admit({ viewer, token }: LearnerProof, { client }: Pick<RequestContext, 'client'>): Promise<void> {
    if (viewer || token != null) return;
    await consume(this.limiter, networkKey(client.address));
  }
}

/** FeatureModule.extendServices. */
export function addNewLearners(services: AppServices): void {
  Object.assign(services, { newLearners: new NewLearners(services) });
}
