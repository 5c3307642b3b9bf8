import { exampleOperation } from '../../setup/example-operations';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let career: any;
beforeAll(async () => {
  app = await startTestApp('content');
  ({ career } = await app.ask(exampleOperation('LearnPage').query, { slug: 'backend-engineer' }));
});
afterAll(() => app.stop());

const slugs = (edges: { node: { slug: string } }[]): string[] => edges.map(({ node }) => node.slug);

test('a career that there is none of is null, without an error', async () => {
  await expect(app.ask(exampleOperation('LearnPage').query, { slug: 'astronaut' })).resolves.toEqual({ career: null });
});

test('the page has everything that both sources state', () => {
  const essential = career.skills.edges.filter((edge: any) => edge.importance === 'ESSENTIAL');
  const missing = career.skills.edges.filter((edge: any) => edge.oftenMissing);
  const mapped = career.skills.edges.filter((edge: any) => edge.inSkillMap);
  expect({
    essential: essential.length,
    oftenMissing: missing.length,
    inSkillMap: mapped.length,
    skillMap: career.skillMap.length,
    promotions: career.promotions.edges.length,
    transitions: career.moves.edges.length,
    steps: career.learningPath.length,
    projects: career.projects.edges.length,
    mistakes: career.commonMistakes.length,
    moments: career.dayInTheLife.length,
    employers: career.employers.length,
    checklist: career.interviewChecklist.length,
    audience: career.audience.length,
    prerequisites: career.prerequisites.length,
    teamTypes: career.teamTypes.length,
    companySizes: career.companySizes.length,
    advice: career.developmentAdvice.length,
  }).toEqual({
    essential: 18,
    oftenMissing: 10,
    inSkillMap: 10,
    skillMap: 10,
    promotions: 4,
    transitions: 7,
    steps: 4,
    projects: 5,
    mistakes: 6,
    moments: 6,
    employers: 12,
    checklist: 6,
    audience: 3,
    prerequisites: 3,
    teamTypes: 4,
    companySizes: 3,
    advice: 4,
  });
  expect(career.nextSteps.length).toBeGreaterThanOrEqual(9);
  expect(career.skills.totalCount).toBe(career.skills.edges.length);
  expect(career.skills.pageInfo).toEqual({ hasNextPage: false, endCursor: career.skills.edges.at(-1).cursor });
});

test('the skill map is what its edges say, and each skill of it has topics', () => {
  const mapped = career.skills.edges.filter((edge: any) => edge.inSkillMap);
  expect(career.skillMap.map(({ skill }: any) => skill.slug)).toEqual(slugs(mapped));
  for (const { topics } of career.skillMap) expect(topics).not.toHaveLength(0);
});

test('pay is told by two sources for three levels, six claims side by side, one of them open-ended', () => {
  expect(career.levels.map(({ level }: any) => level.slug)).toEqual(['junior', 'mid', 'senior']);
  const claims = career.levels.flatMap(({ salaryClaims }: any) => salaryClaims);
  expect(claims).toHaveLength(6);
  expect(new Set(claims.map(({ source }: any) => source.name)).size).toBe(2);
  for (const { salaryClaims } of career.levels)
    expect(new Set(salaryClaims.map(({ source }: any) => source.name)).size).toBe(2);
  expect(claims.filter(({ max }: any) => max === null)).toHaveLength(1);
  for (const { min, max, currency, period } of claims) {
    expect({ currency, period, ordered: max === null || min < max }).toEqual({
      currency: 'USD',
      period: 'YEAR',
      ordered: true,
    });
  }
  for (const { expectations } of career.levels) expect(expectations).not.toHaveLength(0);
});

test('every career that it can lead to is a page of its own: a title, a tagline, a summary, five skills or more', async () => {
  const all = slugs([...career.promotions.edges, ...career.moves.edges]);
  expect(new Set(all).size).toBe(11);
  for (const slug of all) {
    const { career: other } = await app.ask(
      'query ($slug: String!) { career(slug: $slug) { title tagline summary skills { totalCount } } }',
      { slug },
    );
    expect({ slug, ...other }).toMatchObject({
      title: expect.stringMatching(/./),
      tagline: expect.stringMatching(/./),
      summary: expect.stringMatching(/./),
    });
    expect(other.skills.totalCount).toBeGreaterThanOrEqual(5);
  }
});

test('each step ends in a small task, each project has criteria of both kinds, each question has a rubric', () => {
  for (const { miniTask, skills } of career.learningPath)
    expect([miniTask.text.length > 0, skills.length > 0]).toEqual([true, true]);
  for (const { node } of career.projects.edges) {
    expect(new Set(node.criteria.map(({ kind }: any) => kind))).toEqual(new Set(['ACCEPTANCE', 'STRETCH']));
    expect(node.skills.edges).not.toHaveLength(0);
  }
  expect(career.practicePrompts.map(({ rubric }: any) => rubric.length > 0)).toEqual([true]);
});

test('a self-check of 3, a fit test of 10 and an exam of 30 questions go with it', () => {
  expect(career.assessments.map(({ kind, questionCount }: any) => [kind, questionCount])).toEqual(
    expect.arrayContaining([
      ['SELF_CHECK', 3],
      ['FIT', 10],
      ['EXAM', 30],
    ]),
  );
});

test('dates are moments, and the page says which language it is in', () => {
  for (const date of [career.publishedAt, career.updatedAt]) expect(new Date(date).toISOString()).toBe(date);
  expect(career.locale).toEqual({ requested: 'en', served: 'en' });
});
