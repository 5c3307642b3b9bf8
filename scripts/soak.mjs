// npm run soak: the tests that look for what happens seldom, for hours: crashes in the middle of work, and attempts driven
// by chance. SOAK_ROUNDS crashes each, SOAK_RUNS of what two devices do, PROPERTY_SEED to see the same chance again.
import { randomInt } from 'node:crypto';

process.env.SOAK_ROUNDS ||= '50';
process.env.SOAK_RUNS ||= '10000';
process.env.PROPERTY_SEED ||= String(randomInt(2 ** 31));
const { SOAK_ROUNDS, SOAK_RUNS, PROPERTY_SEED } = process.env;
process.stdout.write(`SOAK_ROUNDS=${SOAK_ROUNDS} SOAK_RUNS=${SOAK_RUNS} PROPERTY_SEED=${PROPERTY_SEED}\n`);
if (process.argv.length === 2) process.argv.push('test/chaos', 'test/learning/attempt/attempt-model');
await import('./test.mjs');
