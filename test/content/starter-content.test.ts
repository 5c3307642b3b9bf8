import type { CareerContent } from '../../src/content/career/career.content';
import type { AssessmentContent } from '../../src/content/assessment/assessment.content';
import type { LevelContent } from '../../src/content/level/level.content';
import type { ProjectContent } from '../../src/content/project/project.content';
import type { QuestionContent } from '../../src/content/question/question.content';
import type { SkillContent } from '../../src/content/skill/skill.content';
import type { SourceContent } from '../../src/content/source/source.content';
import { readStarterDocuments, type StarterDocuments } from '../setup/starter-documents';
import { stated } from './source-pages';

type Named = { name: string; aliases?: string[] };
let starter: StarterDocuments;
let backend: CareerContent;
beforeAll(async () => {
  starter = await readStarterDocuments();
  backend = get('career', 'backend-engineer');
});

const get = <Content>(kind: string, slug: string): Content => starter.get<Content>(kind, slug);
const all = <Content>(kind: string): [slug: string, content: Content][] => starter.all<Content>(kind);
const skillName = (slug: string) => get<SkillContent>('skill', slug).name;
const lower = (texts: readonly string[]) => texts.map((text) => text.toLowerCase());
const isCalled = ({ name, aliases = [] }: Named, wanted: string) =>
  lower([name, ...aliases]).includes(wanted.toLowerCase());

describe('the Backend Engineer', () => {
  test('has the title, and a text of its own for each part of the pages', () => {
    expect(backend.title).toBe('Backend Engineer');
    for (const text of [backend.tagline, backend.summary]) expect(text!.length).toBeGreaterThan(40);
    expect(backend).toMatchObject({ audience: { length: 3 }, prerequisites: { length: 3 } });
    // 6 of one page and 10 of the other, some of which say the same.
    expect(backend.responsibilities!.length).toBeGreaterThanOrEqual(10);
    expect(backend.developmentAdvice).toHaveLength(4);
    expect(backend.nextSteps!.length).toBeGreaterThanOrEqual(9);
    expect(backend.interviewChecklist).toHaveLength(6);
  });

  test('needs the 18 top skills in their order, lacks 10 often, and has a map of 10', () => {
    const skills = backend.skills!;
    const names = (filter: (edge: (typeof skills)[number]) => unknown) =>
      skills.filter(filter).map(({ skill }) => skillName(skill));
    expect(names(({ importance }) => importance === 'ESSENTIAL')).toEqual(stated.topSkills);
    expect(skills.slice(0, 18).map(({ skill }) => skillName(skill))).toEqual(stated.topSkills);
    expect(names(({ oftenMissing }) => oftenMissing)).toEqual(stated.oftenMissing);
    expect(names(({ inSkillMap }) => inSkillMap)).toEqual(Object.keys(stated.skillMap));
  });

  test.each(Object.entries(stated.skillMap))('has %s on its map with the topics of the page', (name, topics) => {
    const [, skill] = all<SkillContent>('skill').find(([, each]) => each.name === name)!;
    expect(lower(skill.topics!.map((topic) => topic.name))).toEqual(lower(topics));
  });

  test('works in the 10 sectors of one page and the 9 industries of the other, and for the 12 employers', () => {
    const industries = backend.industries!.map((slug) => get<Named>('industry', slug));
    for (const wanted of [...stated.guideIndustries, ...stated.learnIndustries]) {
      expect([wanted, industries.filter((each) => isCalled(each, wanted)).length]).toEqual([wanted, 1]);
    }
    // E-commerce and gaming stand on both pages.
    expect(industries).toHaveLength(17);
    expect(backend.employers!.map((slug) => get<Named>('employer', slug).name)).toEqual(stated.employers);
  });

  test('works in 4 types of team and 3 sizes of company, each with its note', () => {
    expect(lower(backend.teamTypes!.map(({ name }) => name))).toEqual(lower(stated.teamTypes));
    const sizes = backend.companySizes!.map(({ name, note }) => [name.toLowerCase(), note!.toLowerCase()]);
    expect(sizes).toEqual(
      Object.entries(stated.companySizes).map(([name, note]) => [name, expect.stringContaining(note)]),
    );
  });

  test('expects 4 things at each of 3 levels', () => {
    const levels = backend.levels!.map(({ level }) => get<LevelContent>('level', level));
    expect(levels.map(({ name }) => name)).toEqual(stated.levels);
    expect(levels.map(({ rank }) => rank)).toEqual([1, 2, 3]);
    for (const { expectations } of backend.levels!) expect(expectations).toHaveLength(4);
  });

  test('keeps the 6 salary claims of both pages as they are, each with its source', () => {
    const claims = backend.levels!.flatMap(({ level, salaryClaims = [] }) =>
      salaryClaims.map((claim) => ({ ...claim, level })),
    );
    expect(claims).toHaveLength(6);
    for (const [source, rows] of [
      ['career-guide', stated.guideSalaries],
      ['learn-page', stated.learnSalaries],
    ] as const) {
      const ofSource = claims.filter((claim) => claim.source === source);
      expect(ofSource.map(({ min, max, statedOn }) => [min, max ?? null, statedOn ?? null])).toEqual(
        rows.map(([, ...figures]) => figures),
      );
      rows.forEach(([name], index) =>
        expect(isCalled(get<LevelContent>('level', ofSource[index]!.level), name)).toBe(true),
      );
    }
    for (const { currency, period, region } of claims)
      expect([currency, period, region]).toEqual(['USD', 'YEAR', undefined]);
    expect(get<SourceContent>('source', 'learn-page')).toMatchObject({
      publishedOn: '2026-01-20',
      updatedOn: '2026-01-20',
    });
  });

  test('is told nothing of its pay over all levels by the pages', () => {
    const sources = (backend.salaryClaims ?? []).map(({ source }) => source);
    expect(sources.filter((source) => ['career-guide', 'learn-page'].includes(source))).toEqual([]);
  });

  test('is in strong demand, as one of the two pages says', () => {
    const ofPages = backend.demand!.filter(({ source }) => ['career-guide', 'learn-page'].includes(source));
    expect(ofPages).toMatchObject([{ outlook: 'STRONG', source: 'career-guide' }]);
    expect(backend.demand![0]).toEqual(ofPages[0]);
  });

  test('leads to 4 careers by promotion and to 7 by transition', () => {
    const titles = (kind: string) =>
      backend
        .transitions!.filter((each) => each.kind === kind)
        .map(({ career }) => get<CareerContent>('career', career).title);
    expect(titles('PROMOTION')).toEqual(stated.promotions);
    expect(titles('TRANSITION')).toEqual(stated.transitions);
  });

  test('is learned in 4 steps, each with skills and a mini task', () => {
    expect(backend.learningPath!.map(({ title }) => title)).toEqual(stated.learningPath);
    for (const { skills, miniTask } of backend.learningPath!) {
      expect(skills!.length).toBeGreaterThan(0);
      expect(miniTask!.text.length).toBeGreaterThan(20);
    }
  });

  test('is trained by 5 projects with every criterion', () => {
    const projects = backend.projects!.map((slug) => get<ProjectContent>('project', slug));
    const count = ({ criteria = [] }: ProjectContent, kind: string) =>
      criteria.filter((each) => each.kind === kind).length;
    const found = projects.map((project) => [project.title, count(project, 'ACCEPTANCE'), count(project, 'STRETCH')]);
    expect(found).toEqual(stated.projects);
  });

  test('has a day of 6 moments, and 6 mistakes with their remedies', () => {
    expect(backend.dayInTheLife!.map(({ moment }) => moment)).toEqual(stated.dayInTheLife);
    expect(backend.commonMistakes).toHaveLength(6);
    for (const { mistake, remedy } of backend.commonMistakes!) expect(remedy.length).toBeGreaterThan(mistake.length);
  });
});

describe('the questions', () => {
  const assessment = (kind: string): [AssessmentContent, QuestionContent[]] => {
    const found = backend
      .assessments!.map((slug) => get<AssessmentContent>('assessment', slug))
      .filter((each) => each.kind === kind);
    expect(found).toHaveLength(1);
    return [found[0]!, (found[0]!.questions ?? []).map((slug) => get<QuestionContent>('question', slug))];
  };

  test('of the self-check are 3, answered by yes or no, unscored, each with advice for a no', () => {
    const [check, questions] = assessment('SELF_CHECK');
    expect(check.passPercent).toBeUndefined();
    expect(questions).toHaveLength(3);
    for (const { kind, adviceIfNo, key } of questions) {
      expect([kind, key]).toEqual(['YES_NO', undefined]);
      expect(adviceIfNo!.length).toBeGreaterThan(40);
    }
  });

  test('of the fit test are 10 and take 2 to 3 minutes', () => {
    const [fit, questions] = assessment('FIT');
    expect(questions).toHaveLength(10);
    expect([2, 3]).toContain(fit.estimatedMinutes);
    for (const { key } of questions) expect(key!.affinities!.length).toBeGreaterThan(0);
  });

  test('have one practice prompt, an open one with a rubric', () => {
    const prompts = backend.practicePrompts!.map((slug) => get<QuestionContent>('question', slug));
    expect(prompts).toHaveLength(1);
    expect(prompts[0]!.kind).toBe('OPEN');
    expect(prompts[0]!.rubric!.length).toBeGreaterThanOrEqual(5);
  });
});

test('the 11 neighbour careers are real pages: title, tagline, summary, 5 skills or more, and no salary without a source', () => {
  const neighbours = all<CareerContent>('career').filter(([slug]) => slug !== 'backend-engineer');
  expect(neighbours.map(([, { title }]) => title).toSorted()).toEqual(
    [...stated.promotions, ...stated.transitions].toSorted(),
  );
  for (const [slug, { tagline, summary, skills, levels, salaryClaims = [] }] of neighbours) {
    expect([slug, tagline!.length > 20, summary!.length > 100, skills!.length >= 5]).toEqual([slug, true, true, true]);
    expect(levels?.flatMap((level) => level.salaryClaims ?? []) ?? []).toEqual([]);
    for (const { source } of salaryClaims) expect([slug, source]).toEqual([slug, 'bls-occupational-wages']);
  }
});
