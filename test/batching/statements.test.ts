import { exampleOperation } from '../setup/example-operations';
import { multiplyContent } from '../setup/multiplied-content';
import { startTestApp, type TestApp } from '../setup/test-app';
import { unlimited } from '../setup/test-config';

/** How many times the starter content is there when the statements are counted. */
const SIZES = [1, 4, 13] as const;

/** The most statements that each of the stored operations may run, at any size. */
const BUDGETS = {
  LearnPage: 16,
  SkillHub: 14,
  CareerList: 4,
  CareersByPage: 3,
  CareersThatNeedSql: 2,
  Ladder: 9,
  History: 2,
  NextCareers: 3,
  ProjectsForSkill: 4,
  SalaryClaims: 4,
  SkillsOftenMissing: 4,
} as const;
type Name = keyof typeof BUDGETS;
const names = Object.keys(BUDGETS) as Name[];

let app: TestApp;
/** The statements of each operation at each size. */
const counted: Partial<Record<Name, number[]>> = {};
beforeAll(async () => {
  app = await startTestApp('content', unlimited);
  let there = 1;
  for (const size of SIZES) {
    await multiplyContent(app, size, there);
    there = size;
    for (const name of names) {
      const { query, variables } = exampleOperation(name);
      (counted[name] ??= []).push((await app.count(query, variables)).length);
    }
  }
}, 240_000);
afterAll(() => app.stop());

/** How many statements an operation runs when its page of careers has this many rows; the careers must be there. */
async function withRows(name: Name, rows: number): Promise<number> {
  const { query, variables } = exampleOperation(name);
  const sized = query.replace(/careers\(first: \d+/, `careers(first: ${rows}`);
  expect(sized).not.toBe(query);
  const data = await app.ask(sized, variables);
  expect((data.skill ?? data).careers.edges).toHaveLength(rows);
  return (await app.count(sized, variables)).length;
}

test('the content is there 13 times, and some skills are wanted by a hundred careers and more', async () => {
  const { careers, skill } = await app.ask(
    '{ careers { totalCount } skill(slug: "system-design") { careers { totalCount } questionCount } }',
  );
  expect(careers.totalCount).toBe(156);
  expect(skill.careers.totalCount).toBeGreaterThan(100);
});

test.each(names)('%s keeps its budget of statements at 1, 4 and 13 times the content', (name) => {
  expect(counted[name]).toHaveLength(SIZES.length);
  for (const count of counted[name]!) expect(count).toBeLessThanOrEqual(BUDGETS[name]);
});

test.each(names)('%s runs the same number of statements at 1, 4 and 13 times the content', (name) => {
  expect(new Set(counted[name]).size).toBe(1);
});

test.each<Name>(['SkillHub', 'CareerList'])(
  '%s runs no more statements for 50 rows than for 2, nor for 100',
  async (name) => {
    const few = await withRows(name, 2);
    expect([await withRows(name, 50), await withRows(name, 100)]).toEqual([few, few]);
  },
);

test('careers with all that belongs to them run no more statements for 50 than for 2', async () => {
  const fields = /career\(slug: \$slug\) \{([\s\S]*)\n  \}\n\}/.exec(exampleOperation('LearnPage').query)![1]!;
  const count = async (first: number) =>
    (await app.count(`{ careers(first: ${first}) { edges { node { ${fields} } } } }`)).length;
  const few = await count(2);
  expect(few).toBeLessThanOrEqual(BUDGETS.LearnPage);
  await expect(count(50)).resolves.toBe(few);
});

test('counts of many lists at once take one statement for each kind of list', async () => {
  const count = async (first: number) =>
    (
      await app.count(
        `{ skills(first: ${first}) { edges { node { questionCount careers(first: 0) { totalCount } projects(first: 0) { totalCount } narrower(first: 0) { totalCount } } } } }`,
      )
    ).length;
  const few = await count(2);
  await expect(count(100)).resolves.toBe(few);
});
