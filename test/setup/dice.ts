// The module itself, which every import reads from: not a copy of its names.
import crypto from 'node:crypto';

/**
 * Runs work with chance that is the same each time: the same seeds, tokens and ids in the same order. So two databases draw
 * the same papers, and what they answer can be compared to the byte.
 * @param game what is thrown depends on this name alone
 */
export async function withSameDice<T>(game: string, work: () => Promise<T>): Promise<T> {
  const thrown = new Map<string, number>();
  const bytes = (name: string, size: number): Buffer => {
    const count = (thrown.get(name) ?? 0) + 1;
    thrown.set(name, count);
    const parts = Array.from({ length: Math.ceil(size / 32) }, (_, index) =>
      crypto.createHash('sha256').update(`${game} ${name} ${count} ${index}`).digest(),
    );
    return Buffer.concat(parts).subarray(0, size);
  };
  // What is thrown for one purpose does not depend on how often others throw: connections to the database do, too.
  const spies = [
    jest.spyOn(crypto, 'randomBytes').mockImplementation(((size: number) => bytes(`bytes ${size}`, size)) as never),
    jest.spyOn(crypto, 'randomUUID').mockImplementation((() => {
      const hex = bytes('uuid', 16).toString('hex');
      return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-4$3-8$4-$5');
    }) as never),
  ];
  try {
    return await work();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
