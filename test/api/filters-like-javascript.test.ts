import fc from 'fast-check';
import { publishDrafts } from '../setup/content-store';
import { startTestApp, type TestApp } from '../setup/test-app';
import { unlimited } from '../setup/test-config';
import { skillDraft } from '../factories/skill';

/** A row in memory: its simple fields, and the slugs of what it is related to by type and relation. */
interface Row {
  readonly slug: string;
  readonly [field: string]: any;
}

const relations: Record<string, Record<string, string>> = {
  careers: {
    skills: 'skills',
    industries: 'industries',
    employers: 'employers',
    projects: 'projects',
    transitions: 'careers',
  },
  skills: { broader: 'skills', prerequisites: 'skills' },
  projects: { skills: 'skills' },
  questions: { skill: 'skills' },
  industries: {},
  employers: {},
};
const texts: Record<string, string> = {
  careers: 'title',
  skills: 'name',
  projects: 'title',
  questions: 'prompt',
  industries: 'name',
  employers: 'name',
};
const enums: Record<string, Record<string, string[]>> = {
  skills: { kind: ['TECHNICAL', 'TOOL', 'TRANSVERSAL'] },
  questions: { kind: ['SINGLE_CHOICE', 'YES_NO', 'OPEN', 'LIKERT'], difficulty: ['EASY', 'MEDIUM', 'HARD'] },
};
const filterType: Record<string, string> = {
  careers: 'CareerFilter',
  skills: 'SkillFilter',
  questions: 'QuestionFilter',
};

let app: TestApp;
let data: Record<string, Map<string, Row>>;
beforeAll(async () => {
  app = await startTestApp('content', { ...unlimited, MAX_PAGE_SIZE: '1000' });
  await publishDrafts(
    app.dataSource,
    ['100% Sure', 'snake_case', 'back\\slash', 'Éclair', 'sql'].map((name, index) =>
      skillDraft(`odd-${index}`, { name, broader: ['sql'], prerequisites: ['git'] }),
    ),
  );
  const plain = {
    industries: 'name',
    employers: 'name',
    skills: 'name kind broader { slug } prerequisites(first: 100) { edges { node { slug } } }',
  };
  const own = {
    ...plain,
    projects: 'title skills(first: 100) { edges { node { slug } } }',
    questions: 'prompt kind difficulty skill { slug }',
    careers:
      'title industries { slug } employers { slug } skills(first: 100) { edges { node { slug } } } projects(first: 100) { edges { node { slug } } } transitions(first: 100) { edges { node { slug } } }',
  };
  const lists = Object.entries(own).map(
    ([list, fields]) => `${list}(first: 1000) { edges { node { slug ${fields} } } }`,
  );
  const answer = await app.ask(`{ ${lists.join(' ')} }`);
  data = Object.fromEntries(
    Object.entries<any>(answer).map(([list, { edges }]) => [
      list,
      new Map(edges.map(({ node }: { node: Row }) => [node.slug, node])),
    ]),
  );
});
afterAll(() => app.stop());

/** What a row is related to. */
function related(list: string, row: Row, relation: string): Row[] {
  const value = row[relation];
  const nodes: Row[] =
    value === null
      ? []
      : Array.isArray(value)
        ? value
        : value.edges
          ? value.edges.map(({ node }: any) => node)
          : [value];
  return nodes.map(({ slug }) => data[relations[list]![relation]!]!.get(slug)!);
}

/** What a filter means, said in JavaScript. */
function fits(list: string, row: Row, filter: Record<string, any>): boolean {
  return Object.entries(filter).every(([key, part]) => {
    if (part === null) return true;
    if (key === 'and') return part.every((each: object) => fits(list, row, each));
    if (key === 'or') return part.some((each: object) => fits(list, row, each));
    if (key === 'not') return !fits(list, row, part);
    if (relations[list]![key]) {
      const targets = related(list, row, key);
      const some = (inner: object) => targets.some((target) => fits(relations[list]![key]!, target, inner));
      return (part.some == null || some(part.some)) && (part.none == null || !some(part.none));
    }
    const value = row[key] as string | null;
    return (
      (part.eq == null || value === part.eq) &&
      (part.in == null || part.in.includes(value)) &&
      (part.contains == null || value!.toLowerCase().includes(part.contains.toLowerCase()))
    );
  });
}

const optional = (parts: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record(Object.fromEntries(Object.entries(parts).map(([key, part]) => [key, fc.option(part, { freq: 12 })])), {
    requiredKeys: [],
  });

/** How many characters `contains` may have. */
const LONGEST_LOOKED_FOR = 200;

/** Conditions on a text that exists, or nearly. */
function textFilter(values: string[]): fc.Arbitrary<object> {
  const known = fc.constantFrom(...values);
  const piece = fc.oneof(
    fc.tuple(known, fc.nat(20), fc.nat(6)).map(([text, from, length]) => text.slice(from, from + length)),
    fc.tuple(known, fc.nat(10)).map(([text, from]) => text.slice(from, from + LONGEST_LOOKED_FOR).toUpperCase()),
    fc.constantFrom('%', '_', '\\', 'é', "'", '', 'sql'),
  );
  return fc.oneof(
    optional({ eq: known }),
    optional({ in: fc.array(known, { maxLength: 8 }) }),
    optional({ contains: piece }),
  );
}

function filterOf(list: string, depth: number): fc.Arbitrary<Record<string, unknown>> {
  const rows = [...data[list]!.values()];
  const text = texts[list]!;
  const simple = {
    slug: textFilter(rows.map((row) => row.slug)),
    [text]: textFilter(rows.map((row) => String(row[text]))),
    ...Object.fromEntries(
      Object.entries(enums[list] ?? {}).map(([field, values]) => [
        field,
        optional({ eq: fc.constantFrom(...values), in: fc.subarray(values) }),
      ]),
    ),
  };
  const some = Object.entries(simple).map(([key, part]) => optional({ [key]: part }));
  if (depth === 0) return fc.oneof(...some);
  const inner = filterOf(list, depth - 1);
  const further = Object.entries(relations[list]!).map(([relation, target]) => {
    const targetFilter = filterOf(target, depth - 1);
    return optional({ [relation]: optional({ some: targetFilter, none: targetFilter }) });
  });
  const together = [
    optional({ and: fc.array(inner, { maxLength: 3 }) }),
    optional({ or: fc.array(inner, { maxLength: 3 }) }),
    optional({ not: inner }),
  ];
  return fc
    .tuple(fc.oneof(...together, ...further), fc.oneof(...some, fc.constant({})))
    .map(([a, b]) => ({ ...b, ...a }));
}

test.each(['skills', 'careers', 'questions'])(
  'any filter of %s finds what the same conditions find in JavaScript',
  async (list) => {
    const results = new Set<number>();
    await fc.assert(
      fc.asyncProperty(filterOf(list, 2), async (filter) => {
        const wanted = [...data[list]!.values()].filter((row) => fits(list, row, filter)).map((row) => row.slug);
        const answer = await app.ask(
          `query ($filter: ${filterType[list]}) { ${list}(first: 1000, filter: $filter, orderBy: { field: SLUG }) { totalCount edges { node { slug } } } }`,
          { filter },
        );
        expect(answer[list].edges.map(({ node }: any) => node.slug)).toEqual(wanted.toSorted());
        expect(answer[list].totalCount).toBe(wanted.length);
        results.add(wanted.length);
      }),
      { numRuns: 120 },
    );
    // Filters that let all or nothing through would prove little.
    expect(results.size).toBeGreaterThan(5);
  },
);
