import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { DataSource } from 'typeorm';
import { rateLimited } from '../kernel/errors/errors';

/** What all counters have in common: they lie in PostgreSQL, so that all processes count together. */
export const inDatabase = (dataSource: DataSource) => ({
  storeClient: dataSource,
  storeType: 'typeorm',
  tableName: 'rate_limit',
  tableCreated: true,
});

/** A counter of what one network may do in an hour; its keys are those of networkKey. */
export const hourlyLimiter = (dataSource: DataSource, keyPrefix: string, points: number): RateLimiterPostgres =>
  new RateLimiterPostgres({
    ...inDatabase(dataSource),
    duration: 3600,
    keyPrefix,
    points,
    clearExpiredByTimeout: false,
  });

/** Counts one more under a key; RATE_LIMITED, with how long to wait, when there were too many. */
export async function consume(limiter: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (cause) {
    if (!(cause instanceof RateLimiterRes)) throw cause;
    const seconds = Math.max(1, Math.ceil(cause.msBeforeNext / 1000));
    throw rateLimited(`Too many attempts. Try again in ${seconds} seconds.`, seconds);
  }
}

/** Keys are hashed: the table shall not tell who did what from where. */
export const keyOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** The key under which what comes from an address is counted. */
export const networkKey = (address: string): string => keyOf(networkOf(address));

/** What one caller has at hand: an IPv4 address, or the /64 network of an IPv6 address. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1]!;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('%')[0]!.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const after = tail === '' ? [] : tail.split(':');
    while (groups.length + after.length < 8) groups.push('0');
    groups.push(...after);
  }
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
