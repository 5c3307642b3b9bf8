import { chmodSync, chownSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { ask, attempt, hold, stop, testFolder } from './embedded-holder';

const nobody = 65_534;

// Only root runs PostgreSQL under another account, and only root can become somebody else to test that.
const describeAsRoot = process.getuid?.() === 0 ? describe : describe.skip;
describeAsRoot('accounts (these tests need root)', () => {
  test('a data folder that only root may enter keeps its data outside, across restarts', async () => {
    const closed = path.join(testFolder(), 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const target = path.join(closed, 'data folder');
    const first = await hold(target);
    const outside = path.dirname(first.data);
    try {
      expect(outside.startsWith(testFolder())).toBe(false);
      expect(first.output()).toContain(outside);
      await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
      await stop(first);
      const second = await hold(target);
      expect(second.data).toBe(first.data);
      expect(await ask(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
      await stop(second);

      // A new checkout at the same path is another one: it doesn't open the old one's database.
      rmSync(target, { recursive: true });
      const third = await hold(target);
      expect(third.data).not.toBe(first.data);
      await stop(third);
      rmSync(path.dirname(third.data), { recursive: true });
    } finally {
      rmSync(outside, { recursive: true, force: true });
    }
  });

  test('a folder becomes closed after the first start, and its data moves along', async () => {
    const closed = path.join(testFolder(), 'closed');
    const first = await hold(closed);
    expect(first.data).toBe(path.join(closed, 'data'));
    await ask(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await stop(first);
    chmodSync(testFolder(), 0o700);
    const second = await hold(closed);
    try {
      expect(second.data).not.toBe(first.data);
      expect(await ask(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
      await stop(second);
    } finally {
      rmSync(path.dirname(second.data), { recursive: true, force: true });
    }
  });

  test('an ordinary user starts it, root may use it after that, and then the user again', async () => {
    const target = path.join(testFolder(), 'own');
    mkdirSync(target);
    chownSync(target, nobody, nobody);
    for (const account of [{ uid: nobody, gid: nobody }, {}, { uid: nobody, gid: nobody }]) {
      const holder = await hold(target, account);
      expect(statSync(holder.data).uid).toBe(nobody);
      expect(await ask(holder.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await stop(holder);
    }
    chownSync(target, 0, 0);
    const refused = attempt(target, { uid: nobody, gid: nobody });
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toMatch(/EmbeddedServerError: The data folder .* can't be used/);
  });
});
