import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { AppServices } from '../../kernel/app-services';
import { refusal, rateLimited } from '../../kernel/errors/errors';
import { inDatabase, keyOf } from '../rate-limits';

/** How long a budget lasts before it is whole again, in seconds. */
export const WINDOW_SECONDS = 60;

/** Anonymous callers share the budget of their network; whoever shows a token has a budget of their own. */
export type BudgetName = 'anonymous' | 'known';

/** What a caller has left. */
export interface BudgetState {
  readonly name: BudgetName;
  /** Points in a window. */
  readonly limit: number;
  readonly remaining: number;
  /** Until the budget is whole again. */
  readonly resetSeconds: number;
}

export interface BudgetOwner {
  readonly name: BudgetName;
  /** Tells callers of one name apart. */
  readonly caller: string;
}

type Limiter = RateLimiterMemory | RateLimiterPostgres;

const prefixOf = (name: BudgetName): string => `budget-${name}`;

/** The key in the table rate_limit under which a caller's points are counted. */
export const budgetKey = ({ name, caller }: BudgetOwner): string => `${prefixOf(name)}:${keyOf(caller)}`;

declare module '../../kernel/app-services' {
  interface AppServices {
    /** What each caller may spend in a minute. */
    readonly callerBudget: CallerBudget;
  }
}

/** Counts the points that callers spend, in windows of a minute that begin with the first request. */
export class CallerBudget {
  /** Only of the names that have a limit. */
  private readonly limiters = new Map<BudgetName, Limiter>();

  constructor({ config, dataSource }: Pick<AppServices, 'config' | 'dataSource'>) {
    const { budget } = config.limits;
    for (const name of ['anonymous', 'known'] as const) {
      if (budget[name] === 0) continue;
      const options = { keyPrefix: prefixOf(name), points: budget[name], duration: WINDOW_SECONDS };
      const inMemory = new RateLimiterMemory(options);
      const inAll = (): Limiter =>
        new RateLimiterPostgres({
          ...inDatabase(dataSource),
          ...options,
          clearExpiredByTimeout: false,
          // Whoever is over the budget is refused without asking the database again and again.
          inMemoryBlockOnConsumed: options.points + 1,
          // While the database does not answer, each process counts by itself.
          insuranceLimiter: inMemory,
        });
      this.limiters.set(name, budget.store === 'memory' ? inMemory : inAll());
    }
  }

  /**
   * Takes points from a budget; where there is no limit, nothing happens. A whole budget is always enough.
   * @param already how many points the same request has spent before
   * @param tell hears what is left, also after a refusal
   * @throws RATE_LIMITED, as the refusal of a whole request, when there was not enough
   */
  async spend(
    { name, caller }: BudgetOwner,
    points: number,
    already: number,
    tell: (state: BudgetState) => void,
  ): Promise<void> {
    const limiter = this.limiters.get(name);
    const due = Math.min(points, limiter?.points ?? 0) - already;
    if (!limiter || due <= 0) return;
    const { result, refused } = await limiter.consume(keyOf(caller), due).then(
      (consumed) => ({ result: consumed, refused: false }),
      (cause: unknown) => {
        if (!(cause instanceof RateLimiterRes)) throw cause;
        return { result: cause, refused: true };
      },
    );
    const resetSeconds = Math.max(1, Math.ceil(result.msBeforeNext / 1000));
    tell({ name, limit: limiter.points, remaining: refused ? 0 : result.remainingPoints, resetSeconds });
    if (refused) {
      throw refusal(
        rateLimited(
          `You have spent the ${limiter.points} points that you may spend in a minute. Try again in ${resetSeconds} seconds.`,
          resetSeconds,
        ),
      );
    }
  }
}

/** FeatureModule.extendServices. */
export function addCallerBudget(services: AppServices): void {
  Object.assign(services, { callerBudget: new CallerBudget(services) });
}
