import { startTestApp, type TestApp } from '../setup/test-app';
import { multiplyContent } from '../setup/multiplied-content';
let app: TestApp;
beforeAll(async () => { app = await startTestApp('content'); });
afterAll(() => app.stop());
test('profile', async () => {
  const marks: [number, string][] = [];
  const l = app.dataSource.logger as any; const orig = l.logQuery.bind(l);
  l.logQuery = (t: string, v: any) => { marks.push([performance.now(), t]); orig(t, v); };
  await multiplyContent(app, Number(process.env.TIMES ?? 30));
  marks.push([performance.now(), 'end']);
  const rows = marks.slice(0, -1).map(([t, s], i) => [marks[i + 1]![0] - t, s.replace(/\s+/g, ' ').slice(0, 120)] as const);
  const by = new Map<string, number>(); for (const [d, s] of rows) by.set(s.slice(0, 60), (by.get(s.slice(0, 60)) ?? 0) + d);
  require('node:fs').writeFileSync('/tmp/prof.txt', [...by].sort((a, b) => b[1] - a[1]).slice(0, 12).map(([k, v]) => `${v.toFixed(0)} ${k}`).join('\n'));
}, 300000);
