/** Numbers from 0 (included) to 1 (excluded) that only depend on the seed. */
export type SeededRandom = () => number;

/** A small generator of even quality (mulberry32). For samples and searches; nothing secret may rest on it. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 to below `bound`. */
export function wholeBelow(bound: number, random: SeededRandom): number {
  return Math.floor(random() * bound);
}
