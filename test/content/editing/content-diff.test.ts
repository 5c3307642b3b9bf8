import * as fc from 'fast-check';
import { diffContents, type FieldChange } from '../../../src/content/publishing/content-diff';

describe('the difference of two contents', () => {
  test('is nothing when they are equal, and names each field that was changed, added or removed', () => {
    const before = { name: 'A', kind: 'TOOL', topics: [{ id: 'x', name: 'X' }], 'odd/name~': 1 };
    expect(diffContents(before, copyOf(before))).toEqual([]);
    const after = { name: 'B', topics: [{ id: 'x', name: 'X' }], summary: 'New.', 'odd/name~': 2 };
    expect(diffContents(before, after)).toEqual([
      { pointer: '/name', before: 'A', after: 'B' },
      { pointer: '/kind', before: 'TOOL', after: null },
      { pointer: '/odd~1name~0', before: 1, after: 2 },
      { pointer: '/summary', before: null, after: 'New.' },
    ]);
  });

  test('tells items apart by their ids: one that moved or was edited is neither removed nor added', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((id) => ({ id, text: id.toUpperCase() }));
    expect(diffContents({ list: [a, b] }, { list: [{ ...b, text: 'Edited' }, c, a] })).toEqual([
      { pointer: '/list/0/text', before: 'B', after: 'Edited' },
      { pointer: '/list/1', before: null, after: c },
      { pointer: '/list', before: ['a', 'b'], after: ['b', 'a'] },
    ]);
    expect(diffContents({ list: [a, b, c] }, { list: [a, c] })).toEqual([
      { pointer: '/list/1', before: b, after: null },
    ]);
  });

  test('sees no difference between a list that is empty, null and left out', () => {
    expect(diffContents({ a: [], b: null }, { c: [], a: null })).toEqual([]);
    expect(diffContents({ a: ['x'] }, { a: [] })).toEqual([{ pointer: '/a', before: ['x'], after: [] }]);
  });
});

/** Not structuredClone: under Jest its lists have another prototype than ours. */
const copyOf = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Record_ = { [name: string]: Json };
interface Item extends Record_ {
  id: string;
}

const isItems = (value: Json | undefined): value is Item[] =>
  Array.isArray(value) && value.length > 0 && value.every((each) => typeof (each as Record_ | null)?.id === 'string');

/** Takes what would be the later state out of the earlier one and the changes alone. */
function applied(before: Record_, changes: readonly FieldChange[]): Record_ {
  const state = copyOf(before);
  const steps = changes.map((change) => ({
    ...change,
    path: change.pointer
      .split('/')
      .slice(1)
      .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')),
  }));
  const set = (path: readonly string[], value: unknown) => {
    const parent = path.slice(0, -1).reduce((at, step) => (at as never)[step], state as object) as Record<
      string,
      unknown
    >;
    if (value === null) delete parent[path.at(-1)!];
    else parent[path.at(-1)!] = copyOf(value);
  };
  for (const list of ['first', 'second']) {
    const items = state[list];
    const ofList = steps.filter(({ path }) => path[0] === list);
    const whole = ofList.find(({ path, before: old }) => path.length === 1 && !isIdsOf(old, items));
    if (whole) set([list], whole.after);
    else if (isItems(items)) state[list] = appliedToItems(items, ofList);
  }
  for (const { path, after } of steps) if (!['first', 'second'].includes(path[0]!)) set(path, after);
  return state;
}

const isIdsOf = (value: unknown, items: Json | undefined): boolean =>
  isItems(items) &&
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((id) => items.some((item) => item.id === id));

/** Items removed, put in order, joined by the new ones at their places, then edited. */
function appliedToItems(items: readonly Item[], steps: readonly (FieldChange & { path: string[] })[]): Json[] {
  const removed = new Set(
    steps.flatMap(({ path, after, before }) => (path.length === 2 && after === null ? [(before as Item).id] : [])),
  );
  const order = steps.find(({ path }) => path.length === 1)?.after as string[] | undefined;
  const kept = items.filter(({ id }) => !removed.has(id));
  const list: Item[] = copyOf(order ? order.map((id) => kept.find((item) => item.id === id)!) : kept);
  const added = steps.filter(({ path, before }) => path.length === 2 && before === null);
  for (const { path, after } of added.toSorted((a, b) => Number(a.path[1]) - Number(b.path[1]))) {
    list.splice(Number(path[1]), 0, copyOf(after) as Item);
  }
  for (const { path, after } of steps.filter(({ path: each }) => each.length === 3)) {
    const item = list[Number(path[1])]! as Record<string, unknown>;
    if (after === null) delete item[path[2]!];
    else item[path[2]!] = after;
  }
  return list;
}

const item = fc.record(
  { id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), text: fc.constantFrom('x', 'y'), note: fc.constantFrom('p', 'q') },
  { requiredKeys: ['id', 'text'] },
);
const items = fc.uniqueArray(item, { selector: ({ id }) => id, minLength: 1, maxLength: 5 });
const content = fc.record(
  {
    name: fc.constantFrom('A', 'B'),
    'odd/~name': fc.constantFrom(1, 2),
    texts: fc.array(fc.constantFrom('t', 'u'), { minLength: 1, maxLength: 3 }),
    part: fc.record({ id: fc.constant('p'), text: fc.constantFrom('x', 'y') }),
    first: items,
    second: items,
  },
  { requiredKeys: ['name'] },
) as fc.Arbitrary<Record_>;

test('equal contents have no differences; the earlier content and the differences make the later one', () => {
  fc.assert(
    fc.property(content, content, (before, after) => {
      expect(diffContents(before, copyOf(before))).toEqual([]);
      const changes = diffContents(before, after);
      expect(changes.length === 0).toBe(JSON.stringify(sortedKeys(before)) === JSON.stringify(sortedKeys(after)));
      expect(applied(before, changes)).toEqual(after);
      // No field is named twice, but for an item's list that changed its order.
      expect(new Set(changes.map(({ pointer, before: old }) => `${pointer} ${old === null}`)).size).toBe(
        changes.length,
      );
    }),
    { numRuns: 500 },
  );
});

function sortedKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, sortedKeys(each)]),
  );
}
