import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, validate } from 'graphql';
import { checkoutFolder } from '../src/checkout-folder';
import { makeSchema } from '../src/kernel/graphql/schema';
import { modules } from '../src/modules';

const docs = join(checkoutFolder, 'docs');
const schema = makeSchema(modules);
const operations = readdirSync(docs)
  .filter((name) => name.endsWith('.md'))
  .flatMap((name) =>
    [...readFileSync(join(docs, name), 'utf8').matchAll(/```graphql\n([^]*?)\n```/g)].map((match) => [name, match[1]!]),
  );

test('the guides have operations', () => {
  expect(operations.length).toBeGreaterThan(5);
});

test.each(operations)('an operation of %s fits the schema', (_name, text) => {
  expect(validate(schema, parse(text))).toEqual([]);
});

test('operations pass the token of a learner as attemptToken: by that name clients keep it out of addresses', () => {
  const names = operations.flatMap(([name, text]) =>
    [...text!.matchAll(/attemptToken: *\$(\w+)/g)].map((match) => [name, match[1]]),
  );
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter(([, name]) => name !== 'attemptToken')).toEqual([]);
});
