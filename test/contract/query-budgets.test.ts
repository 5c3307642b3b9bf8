import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutFolder } from '../../src/checkout-folder';
import { makeSchema } from '../../src/kernel/graphql/schema';
import { modules } from '../../src/modules';
import { startTestApp, type TestApp } from '../setup/test-app';
import { inPerspective } from '../setup/walk-answers';
import { queryBudgets } from './query-budgets';

const folder = join(checkoutFolder, 'schema', 'operations');
const operations = readdirSync(folder)
  .filter((name) => name.endsWith('.graphql'))
  .map((name) => ({ name: name.replace('.graphql', ''), query: readFileSync(join(folder, name), 'utf8') }));

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('content');
});
afterAll(() => app.stop());

test('every operation of the playground has a budget, and there is no budget without an operation', () => {
  expect(Object.keys(queryBudgets).toSorted()).toEqual(operations.map(({ name }) => name).toSorted());
});

test('every operation runs exactly as many SQL statements as its budget says, the first time and the second', async () => {
  const budgets = Object.fromEntries(Object.entries(queryBudgets).map(([name, { statements }]) => [name, statements]));
  for (const time of ['first', 'second']) {
    const counted: Record<string, number> = {};
    for (const { name, query } of operations) {
      const variables = await queryBudgets[name]?.variables?.(app.ask);
      const { result, statements } = await app.dataSource.logger.during(() => app.ask(query, variables));
      // An operation that finds nothing costs nothing.
      expect(JSON.stringify(result)).not.toMatch(/^\{"\w+":(null|\{"edges":\[\]|\[null)/);
      counted[name] = statements.length;
    }
    expect({ time, counted }).toEqual({ time, counted: budgets });
  }
});

test('a batch that is lost is seen in the count', async () => {
  const query =
    '{ skills(first: 20) { edges { node { prerequisites(first: 3) { totalCount edges { node { name } } } } } } }';
  const batched = await app.count(query);
  const schema = makeSchema(modules);
  const field = (schema.getType('Skill') as any).getFields().prerequisites;
  const resolve = field.resolve;
  // Each skill reads with a reader of its own, so nothing is shared between them.
  field.resolve = async (skill: object, args: object, context: any, info: object) => {
    const graph = new context.graph.constructor(app.dataSource, context.graph.perspective, context.graph.maxPageSize);
    return resolve(skill, args, { ...context, graph }, info);
  };
  const { statements } = await app.dataSource.logger.during(() =>
    inPerspective(schema, app.dataSource, { kind: 'published' })(query),
  );
  expect(statements.length).toBeGreaterThan(batched.length + 5);
});
