import { errorCodes } from '../../src/kernel/errors/errors';
import { makeSchema } from '../../src/kernel/graphql/schema';
import { modules } from '../../src/modules';
import { startProbe } from '../setup/answer-probe';
import { registered } from '../setup/accounts';
import { type HttpAnswer, INTERNALS, sendRaw } from '../setup/graphql-request';
import { hostileValues, type InputSlot, inputSlots, wrongValues } from '../setup/hostile-values';
import { Role } from '../../src/accounts/role';
import { watchFreezes } from '../setup/freezes';
import { startTestApp, type TestApp } from '../setup/test-app';
import { unlimited } from '../setup/test-config';

/** Codes that say that the server, and not the input, is at fault. */
const faults = new Set(['INTERNAL', 'UNAVAILABLE', 'TIMEOUT']);
const schema = makeSchema(modules);
const slugs = {
  career: 'backend-engineer',
  skill: 'sql',
  project: 'task-tracker-api',
  assessment: 'backend-engineer-exam',
  level: 'junior',
};

let app: TestApp;
let slots: InputSlot[];
let headers: Record<string, string>;
let probe: ReturnType<typeof startProbe>;
let freezes: ReturnType<typeof watchFreezes>;
/** The harm that was done, place by place. */
const harm: string[] = [];

beforeAll(async () => {
  app = await startTestApp('content', { ...unlimited, MAX_LIST_LENGTH: '1000', DATABASE_POOL_SIZE: '8' });
  // Everybody's roles at once: nothing shall be refused before it is read.
  ({ headers } = await registered(app, ...Object.values(Role)));
  const { career } = await app.ask('{ career(slug: "backend-engineer") { id } }');
  // Left out: what ends the caller, or takes all that is published away.
  slots = inputSlots(schema, { id: career.id, slug: 'sql' }, slugs).filter(
    ({ place }) => !/eraseMyData|signOut|revertPublication\(input\.message/.test(place),
  );
  probe = startProbe(app.address);
  freezes = watchFreezes();
});
afterAll(() => app.stop());

/** Sends all of these, some at a time; whatever is answered with a fault of the server is harm. */
async function sendAll(
  requests: readonly { what: string; send: () => Promise<HttpAnswer> }[],
): Promise<Map<string, number>> {
  const codes = new Map<string, number>();
  // The last is taken first: queries come before the mutations that change what they find.
  const left = requests.toReversed();
  const sender = async () => {
    for (let next = left.pop(); next; next = left.pop()) {
      const answer = await next.send();
      const found = answer.errors?.map(({ extensions }) => String(extensions.code)) ?? ['none'];
      for (const code of found) codes.set(code, (codes.get(code) ?? 0) + 1);
      const unknown = found.filter((code) => code !== 'none' && !(code in errorCodes));
      if (
        found.some((code) => faults.has(code)) ||
        unknown.length > 0 ||
        answer.status >= 500 ||
        INTERNALS.test(answer.text)
      )
        harm.push(`${next.what}: ${answer.status} ${answer.text.slice(0, 300)}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, sender));
  return codes;
}

const shown = (value: unknown): string => (JSON.stringify(value) ?? 'undefined').slice(0, 60);
const request = (slot: InputSlot, value: unknown) => ({
  what: `${slot.place} = ${shown(value)}`,
  send: () =>
    sendRaw(app, { headers, body: JSON.stringify({ query: slot.document, variables: slot.variables(value) }) }),
});

test('values that do harm elsewhere do none in any place that takes input', async () => {
  expect(slots.length).toBeGreaterThan(200);
  const requests = slots.flatMap((slot) =>
    hostileValues(slot)
      .filter((value) => slot.fits(value))
      .map((value) => request(slot, value)),
  );
  expect(requests.length).toBeGreaterThan(500);
  const codes = await sendAll(requests);
  expect(harm).toEqual([]);
  // Some places take some of it, and most refuse: not everything was stopped at the door.
  for (const code of ['none', 'BAD_USER_INPUT', 'NOT_FOUND']) expect(codes.get(code)).toBeGreaterThan(20);
});

test('values that no place of a type takes are refused by each scalar, enum and input', async () => {
  const first = new Map<string, InputSlot>();
  for (const slot of slots) if (!first.has(slot.type)) first.set(slot.type, slot);
  const requests = [...first.values()].flatMap((slot) =>
    wrongValues.filter((value) => !slot.fits(value)).map((value) => request(slot, value)),
  );
  const codes = await sendAll(requests);
  expect(harm).toEqual([]);
  expect([...codes.keys()]).toEqual(['BAD_USER_INPUT']);
});

const repeat = (text: string, times: number) => text.repeat(times);
const range = (length: number) => Array.from({ length }, (_, index) => index);
const query = (text: string, variables?: unknown) => JSON.stringify({ query: text, variables });
const levels = '{ levels { slug } }';

test('documents, bodies and headers that bring servers down do not', async () => {
  const bodies: [what: string, body: string | Buffer, headers?: Record<string, string>][] = [
    ['token bomb', query(`{ ${repeat('levels{slug}', 80_000)} }`)],
    ['brace bomb', query(repeat('{', 900_000))],
    ['string bomb', query(`{ career(slug: "${repeat('\\u0000', 100_000)}") { id } }`)],
    ['block string bomb', query(`{ career(slug: """${repeat('\n', 400_000)}""") { id } }`)],
    ['comment bomb', query(`${repeat('#\n', 400_000)}${levels}`)],
    ['same field, often', query(`{ levels { ${repeat('slug ', 9_900)} } }`)],
    ['same field with arguments, often', query(`{ ${repeat('skill(slug:"sql"){name} ', 1_100)} }`)],
    [
      'fragments that double',
      query(
        `{ skill(slug: "sql") { ...F30 } } fragment F0 on Skill { name } ${range(30)
          .map((n) => `fragment F${n + 1} on Skill { a: broader { ...F${n} } b: broader { ...F${n} } }`)
          .join(' ')}`,
      ),
    ],
    [
      'fragments that double in introspection',
      query(
        `{ __schema { types { ...F30 } } } fragment F0 on __Type { name } ${range(30)
          .map((n) => `fragment F${n + 1} on __Type { a: ofType { ...F${n} } b: ofType { ...F${n} } }`)
          .join(' ')}`,
      ),
    ],
    [
      'fragments that double in place',
      query(
        `{ levels { ...F30 } } fragment F0 on Level { slug } ${range(30)
          .map((n) => `fragment F${n + 1} on Level { ...F${n} ...F${n} }`)
          .join(' ')}`,
      ),
    ],
    ['fragments in a circle', query('{ levels { ...A } } fragment A on Level { ...B } fragment B on Level { ...A }')],
    ['directives, often', query(`{ levels { slug ${repeat('@include(if: true) ', 1_400)} } }`)],
    [
      'unknown fields, often',
      query(
        `{ levels { ${range(3_000)
          .map((n) => `x${n}`)
          .join(' ')} } }`,
      ),
    ],
    [
      'unused variables',
      query(
        `query (${range(2_000)
          .map((n) => `$v${n}: Int`)
          .join(' ')}) ${levels}`,
      ),
    ],
    [
      'errors in variables',
      query(
        `query (${range(300)
          .map((n) => `$v${n}: Int!`)
          .join(' ')}) { ${range(300)
          .map((n) => `a${n}: careers(first: $v${n}) { totalCount }`)
          .join(' ')} }`,
      ),
    ],
    [
      'a long list of wrong values',
      query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: range(900).map(() => null) }),
    ],
    [
      'a very long list',
      query('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: range(200_000).map(() => 1) }),
    ],
    [
      'deep variables',
      `{"query":${JSON.stringify(levels)},"variables":${repeat('{"a":', 100_000)}1${repeat('}', 100_000)}}`,
    ],
    [
      'deep lists',
      `{"query":${JSON.stringify(levels)},"variables":{"a":${repeat('[', 200_000)}${repeat(']', 200_000)}}}`,
    ],
    [
      'a wide object',
      `{"query":${JSON.stringify(levels)},"variables":{${range(50_000)
        .map((n) => `"v${n}":1`)
        .join(',')}}}`,
    ],
    ['duplicate keys', '{"query":"{ nonsense }","query":"{ levels { slug } }","variables":{"a":1},"variables":{}}'],
    [
      'a number beyond numbers',
      '{"query":"query ($n: Int, $f: SkillFilter) { skills(first: $n, filter: $f) { totalCount } }","variables":{"n":1e400}}',
    ],
    ['minus nothing', '{"query":"query ($n: Int) { skills(first: $n) { totalCount } }","variables":{"n":-0}}'],
    ['NaN', '{"query":"{ levels { slug } }","variables":{"n":NaN}}'],
    [
      'prototypes in variables',
      '{"query":"query ($f: SkillFilter) { skills(filter: $f) { totalCount } }","variables":{"f":{"constructor":{"prototype":{"x":1}}}}}',
    ],
    ['__proto__ in variables', '{"query":"{ levels { slug } }","variables":{"__proto__":{"x":1}}}'],
    ['a literal with a lone surrogate', query('{ skill(slug: "\\uD800") { id } }')],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0xc0, 0x80, 0x22, 0x3a, 0x31, 0x7d])],
    ['a byte order mark', `\ufeff${query(levels)}`],
    ['subscription', query('subscription { __typename }')],
    ['an operation name of another type', '{"query":"{ levels { slug } }","operationName":{"a":1}}'],
    ['a very long operation name', JSON.stringify({ query: levels, operationName: repeat('x', 500_000) })],
    ['extensions of another type', '{"query":"{ levels { slug } }","extensions":[1]}'],
    ['a persisted query', '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"\\u0000"}}}'],
    ['a batch', `[${repeat('{"query":"{ levels { slug } }"},', 1_000)}{}]`],
    ...['utf-7', 'utf-16', 'ibm037', 'utf-8; charset=utf-16', '\u00ff'].map(
      (charset): [string, string, Record<string, string>] => [
        `charset ${charset}`,
        query(levels),
        { 'content-type': `application/json; charset=${charset}` },
      ],
    ),
    ...[
      'x-perspective',
      'accept-language',
      'idempotency-key',
      'x-request-id',
      'x-cost',
      'x-forwarded-for',
      'authorization',
    ].flatMap((name) =>
      [
        '',
        ' ',
        '\u00ff\u00fe',
        repeat('a,', 3_000),
        "'; DROP TABLE skill; --",
        'release:\u00e9',
        'publication:99999999999999999999',
        'Bearer cg_x',
        'Bearer a.b.c',
        '-1',
        '__proto__',
      ].map((value): [string, string, Record<string, string>] => [
        `${name}: ${value.slice(0, 40)}`,
        query(levels),
        { [name]: value },
      ]),
    ),
  ];
  const codes = await sendAll(
    bodies.map(([what, body, own = {}]) => ({ what, send: () => sendRaw(app, { body, headers: own }) })),
  );
  expect(harm).toEqual([]);
  for (const code of [
    'none',
    'TOO_COSTLY',
    'BAD_USER_INPUT',
    'GRAPHQL_VALIDATION_FAILED',
    'GRAPHQL_PARSE_FAILED',
    'UNAUTHENTICATED',
  ])
    expect(codes.get(code)).toBeGreaterThan(0);
});

test('all the while, others were answered, and the server was never busy with one thing for a second', async () => {
  const { answered, refused } = await probe.stop();
  freezes.stop();
  expect(answered).toBeGreaterThan(5);
  expect(refused).toBe(0);
  expect(freezes.longest()).toBeLessThan(1_000);
});
