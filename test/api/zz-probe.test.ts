import { startTestApp, type TestApp } from '../setup/test-app';
import { multiplyContent } from '../setup/multiplied-content';
import { readFileSync } from 'node:fs';
let app: TestApp;
beforeAll(async () => { app = await startTestApp('content'); });
afterAll(() => app.stop());
const op = (n: string) => readFileSync(`${process.cwd()}/schema/operations/${n}.graphql`, 'utf8');
test('probe', async () => {
  const out: string[] = [];
  for (const times of [1, 10, 100]) {
    const t = Date.now();
    const times0: [number,string][] = [];
    let last = process.hrtime.bigint();
    if (times > 1) {
      const { statements } = await app.dataSource.logger.during(() => multiplyContent(app, times, times === 100 ? 10 : 1));
      out.push(`load ${times}: ${Date.now() - t} ms, ${statements.length} statements`);
    }
    for (const [n, v] of [['LearnPage', {slug:'backend-engineer'}],['SkillHub',{slug:'system-design'}],['CareerList',{}],['CareersThatNeedSql',{}],['Ladder',{}],['History',{}]] as const) {
      const s = await app.count(op(n), v);
      const t1 = performance.now(); await app.ask(op(n), v); const t2 = performance.now();
      out.push(`${n} x${times}: ${s.length} statements ${(t2-t1).toFixed(0)} ms`);
      if (times === 100) for (const st of s) {
        const a = performance.now(); await app.dataSource.query(st.text, st.values as unknown[]); const d = performance.now() - a;
        const plan = await app.dataSource.query('EXPLAIN (ANALYZE, BUFFERS OFF, COSTS OFF) ' + st.text, st.values as unknown[]);
        const text = plan.map((r: any) => r['QUERY PLAN']).join('\n');
        const exec = /Execution Time: ([\d.]+)/.exec(text)![1], planT = /Planning Time: ([\d.]+)/.exec(text)![1];
        out.push(`   ${d.toFixed(1)} ms (exec ${exec} plan ${planT}) ${[...text.matchAll(/Seq Scan on (\w+)/g)].map(m=>m[0]).join(', ')} :: ${st.text.replace(/\s+/g,' ').slice(0,150)}`);
        if (Number(exec) > 5) out.push(st.text.replace(/\s+/g,' ') + '\n' + text);
      }
    }
  }
  require('node:fs').writeFileSync('/tmp/probe.txt', out.join('\n'));
}, 300000);
