import fc from 'fast-check';
import { CriterionKind } from '../../../src/content/project/criterion-kind';
import { countCriteria, type CountedRound } from '../../../src/learning/submission/criteria-count';
import '../../setup/property-tests';

const { ACCEPTANCE, STRETCH } = CriterionKind;
const round = (acceptance: string, stretch: string, met = '', unmet = '', isStretch = false): CountedRound => ({
  stretch: isStretch,
  criteria: [
    ...[...acceptance].map((id) => ({ id, kind: ACCEPTANCE })),
    ...[...stretch].map((id) => ({ id, kind: STRETCH })),
  ],
  verdicts: [
    ...[...met].map((criterionId) => ({ criterionId, met: true })),
    ...[...unmet].map((criterionId) => ({ criterionId, met: false })),
  ],
});
const counts = (...rounds: CountedRound[]): string => {
  const { ACCEPTANCE: acceptance, STRETCH: stretch } = countCriteria(rounds);
  return `${acceptance.met}/${acceptance.total} ${stretch.met}/${stretch.total}`;
};

test.each<[string, CountedRound[], string]>([
  ['nothing is met before a verdict', [round('ab', 'xy')], '0/2 0/2'],
  ['each kind is counted apart', [round('ab', 'xy', 'ax', 'b')], '1/2 1/2'],
  ['verdicts hold while the next round waits', [round('ab', 'xy', 'ax', 'b'), round('ab', 'xy')], '1/2 1/2'],
  ['the latest verdict holds', [round('ab', 'xy', 'ax', 'b'), round('ab', 'xy', 'b', 'ax')], '1/2 0/2'],
  ['criteria that are gone no longer count', [round('ab', '', 'a', 'b'), round('bc', '')], '0/2 0/0'],
  ['stretch criteria that were met count on', [round('a', 'x', 'ax'), round('a', 'y', '', '', true)], '1/1 1/2'],
  [
    'new acceptance criteria take nothing from PASSED',
    [round('a', 'x', 'a'), round('bc', 'x', 'x', '', true)],
    '1/1 1/1',
  ],
  [
    'a stretch criterion that has become an acceptance criterion is one of these',
    [round('a', 'x', 'ax'), round('ax', '')],
    '2/2 0/0',
  ],
])('%s', (_, rounds, expected) => {
  expect(counts(...rounds)).toBe(expected);
});

test('never is more met than there is, and a round without verdicts takes nothing of the same criteria away', () => {
  const ids = fc.subarray([...'abcde']).map((list) => list.join(''));
  const rounds = fc.array(
    fc
      .tuple(ids, ids, fc.boolean())
      .map(([met, unmet, stretch]) =>
        round('abc', 'de', met, [...unmet].filter((id) => !met.includes(id)).join(''), stretch),
      ),
    { minLength: 1, maxLength: 4 },
  );
  fc.assert(
    fc.property(rounds, (list) => {
      const counted = countCriteria([round('abc', 'de'), ...list]);
      for (const { met, total } of Object.values(counted)) expect(met).toBeLessThanOrEqual(total);
      expect(countCriteria([round('abc', 'de'), ...list, round('abc', 'de')])).toEqual(counted);
    }),
    { numRuns: 200 },
  );
});
