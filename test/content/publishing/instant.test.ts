import * as fc from 'fast-check';
import { utcInstant } from '../../../src/content/publishing/instant';

test.each([
  ['nothing', undefined],
  ['a number', 1788249600000],
  ['a day', '2026-09-01'],
  ['a time without an offset', '2026-09-01T08:00:00'],
  ['a time without seconds', '2026-09-01T08:00Z'],
  ['a space in place of the T', '2026-09-01 08:00:00Z'],
  ['an offset without its colon', '2026-09-01T08:00:00+0200'],
  ['an offset of a day', '2026-09-01T08:00:00+24:00'],
  ['a name of a zone', '2026-09-01T08:00:00 Europe/Vienna'],
  ['the day’s 25th hour', '2026-09-01T24:00:00Z'],
  ['a 61st second', '2026-09-01T08:00:60Z'],
  ['a day that the calendar lacks', '2026-02-30T08:00:00Z'],
  ['29 February of a year without it', '2027-02-29T08:00:00+02:00'],
  ['a month that the calendar lacks', '2026-13-01T08:00:00Z'],
  ['a year before 1970', '1969-12-31T23:59:59Z'],
  ['a year before 1970 in UTC alone', '1970-01-01T00:30:00+01:00'],
  ['a year of five digits', '12026-09-01T08:00:00Z'],
  ['a year of five digits in UTC alone', '9999-12-31T23:30:00-01:00'],
  ['more after it', '2026-09-01T08:00:00Z and on'],
  ['a line break after it', '2026-09-01T08:00:00Z\n'],
])('%s is no instant', (_, text) => {
  expect(utcInstant(text)).toBeNull();
});

test.each([
  ['2026-09-01T08:00:00Z', '2026-09-01T08:00:00.000Z'],
  ['2026-09-01T08:00:00+02:00', '2026-09-01T06:00:00.000Z'],
  ['2026-03-01T00:30:00+05:45', '2026-02-28T18:45:00.000Z'],
  ['2028-02-29T23:30:00-01:00', '2028-03-01T00:30:00.000Z'],
  ['2026-09-01T08:00:00.5Z', '2026-09-01T08:00:00.500Z'],
  ['2026-09-01T08:00:00.123999999Z', '2026-09-01T08:00:00.123Z'],
  ['2026-09-01T08:00:00-00:00', '2026-09-01T08:00:00.000Z'],
])('%s is stored as %s', (text, stored) => {
  expect(utcInstant(text)).toBe(stored);
});

test('whatever the offset, an instant has one spelling, which stays and which sorts as time does', () => {
  const millis = fc.integer({ min: 0, max: Date.UTC(9999, 0, 1) });
  const offset = fc.integer({ min: -839, max: 839 });
  const written = (at: number, minutes: number): string => {
    const sign = minutes < 0 ? '-' : '+';
    const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
    const two = (value: number) => String(value).padStart(2, '0');
    return `${new Date(at + minutes * 60_000).toISOString().slice(0, -1)}${sign}${two(hours)}:${two(rest)}`;
  };
  fc.assert(
    fc.property(millis, millis, offset, offset, (one, other, here, there) => {
      const first = utcInstant(written(one + 864e5, here))!;
      expect(first).toBe(utcInstant(written(one + 864e5, there)));
      expect(utcInstant(first)).toBe(first);
      expect(first < utcInstant(written(other + 864e5, there))!).toBe(one < other);
    }),
  );
});
