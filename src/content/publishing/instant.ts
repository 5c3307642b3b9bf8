/** A time of day to the second at least, with the offset that makes it an instant (RFC 3339). */
const WRITTEN =
  /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/** What PostgreSQL, JavaScript and a four-digit year can all say. */
const STORED = /^(?:19[7-9]\d|[2-9]\d{3})-/;

/**
 * One spelling for each instant, so that two that are equal are the same text and texts sort as time does.
 * @param text ISO 8601 with Z or an offset, such as 2026-09-01T08:00:00+02:00; seconds are needed
 * @returns the same instant in UTC to the millisecond, 2026-09-01T06:00:00.000Z; null for what is no instant, a day that
 *   the calendar lacks, or a year outside 1970 to 9999
 */
export function utcInstant(text: unknown): string | null {
  const day = typeof text === 'string' ? WRITTEN.exec(text)?.[1] : undefined;
  // Date takes 30 February for a day in March.
  if (day === undefined || new Date(`${day}T00:00:00Z`).toJSON()?.slice(0, 10) !== day) return null;
  const stored = new Date(text as string).toISOString();
  return STORED.test(stored) ? stored : null;
}
