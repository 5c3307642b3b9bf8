import * as fc from 'fast-check';
import { nearestWord } from '../../../src/kernel/errors/did-you-mean';

const words = ['name', 'kind', 'summary', 'aliases', 'topics', 'broader', 'prerequisites'];

test.each([
  ['aliasses', 'aliases'],
  ['alaises', 'aliases'],
  ['Summary', 'summary'],
  ['sumary', 'summary'],
  ['prerequisits', 'prerequisites'],
  ['topic', 'topics'],
  ['knd', 'kind'],
])('%s means %s', (written, meant) => expect(nearestWord(written, words)).toBe(meant));

test.each(['', 'x', 'colour', 'nothing', 'requirements', 'na'])('%j means none of them', (written) =>
  expect(nearestWord(written, words)).toBeUndefined(),
);

test('a word is nearest to itself, and one wrong letter of four or more still leads to some word', () => {
  const word = fc.stringMatching(/^[a-z]{4,12}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), fc.nat(), (candidates, index) => {
      const one = candidates[index % candidates.length]!;
      expect(nearestWord(one, candidates)).toBe(one);
      expect(nearestWord(`${one.slice(0, -1)}#`, candidates)).toBeDefined();
    }),
    { numRuns: 200 },
  );
});
