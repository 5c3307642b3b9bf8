import type { AssessmentContent } from '../../src/content/assessment/assessment.content';
import type { CareerContent } from '../../src/content/career/career.content';
import type { ProjectContent } from '../../src/content/project/project.content';
import type { QuestionContent } from '../../src/content/question/question.content';
import type { SkillContent } from '../../src/content/skill/skill.content';
import { readStarterDocuments, type StarterDocuments } from '../setup/starter-documents';

let starter: StarterDocuments;
let skills: [slug: string, content: SkillContent][];
beforeAll(async () => {
  starter = await readStarterDocuments();
  skills = starter.all<SkillContent>('skill');
});

describe('the skills of the starter content', () => {
  test('are each needed: by a career, a project, a question or another skill', () => {
    const needed = new Set([
      ...starter.all<CareerContent>('career').flatMap(([, career]) => career.skills!.map(({ skill }) => skill)),
      ...starter.all<ProjectContent>('project').flatMap(([, project]) => project.skills!),
      ...starter.all<QuestionContent>('question').flatMap(([, { skill }]) => skill ?? []),
      ...skills.flatMap(([, { broader = [], prerequisites = [] }]) => [...broader, ...prerequisites]),
    ]);
    expect(skills.map(([slug]) => slug).filter((slug) => !needed.has(slug))).toEqual([]);
  });

  test.each(['broader', 'prerequisites'] as const)('never come back to themselves by %s', (edge) => {
    const next = new Map(skills.map(([slug, content]) => [slug, content[edge] ?? []]));
    for (const [start] of skills) {
      const reached = new Set<string>();
      const open = [...next.get(start)!];
      for (let slug = open.pop(); slug !== undefined; slug = open.pop()) {
        if (!reached.has(slug)) open.push(...next.get(slug)!);
        reached.add(slug);
      }
      expect([start, reached.has(start)]).toEqual([start, false]);
    }
  });

  test('are not told to come after a skill that they contain', () => {
    const contradictions = skills.flatMap(([slug, { prerequisites = [] }]) =>
      prerequisites
        .filter((each) => starter.get<SkillContent>('skill', each).broader?.includes(slug))
        .map((each) => `${slug} < ${each}`),
    );
    expect(contradictions).toEqual([]);
  });

  test('have names and aliases that belong to one skill each, whatever their case', () => {
    const owners = new Map<string, string[]>();
    for (const [slug, { name, aliases = [] }] of skills) {
      for (const each of [name, ...aliases].map((text) => text.toLowerCase()))
        owners.set(each, [...(owners.get(each) ?? []), slug]);
    }
    expect([...owners].filter(([, slugs]) => slugs.length > 1)).toEqual([]);
  });
});

describe('the fit test of the starter content', () => {
  const fitTest = (): [slug: string, question: QuestionContent][] => {
    const [[, fit] = []] = starter.all<AssessmentContent>('assessment').filter(([, { kind }]) => kind === 'FIT');
    return fit!.questions!.map((slug) => [slug, starter.get<QuestionContent>('question', slug)]);
  };

  test('asks without a right answer, and lets every option but a scale say something', () => {
    for (const [slug, { kind, options = [], key }] of fitTest()) {
      expect([slug, key!.correctOptions]).toEqual([slug, undefined]);
      const speaking = new Set(key!.affinities!.map(({ option }) => option));
      expect([slug, [...speaking]]).toEqual([slug, kind === 'LIKERT' ? [undefined] : options.map(({ id }) => id)]);
    }
  });

  test('can bring every career out first, ahead of all others', () => {
    const careers = starter.all<CareerContent>('career').map(([slug]) => slug);
    expect(careers).toHaveLength(12);
    const search = fitSearch(fitTest(), careers);
    expect(careers.filter((career) => search(career) <= 0)).toEqual([]);
  });
});

/**
 * Searches for answers that put a career ahead: from seeded random answers, better ones question by question.
 * @returns for a career, the most points that it can be ahead of the best other one
 */
function fitSearch(questions: [string, QuestionContent][], careers: string[]): (career: string) => number {
  /** By question and answer, what it adds to each career; a scale counts from -1 (no agreement) to 1 (full agreement). */
  const points = questions.map(([, { kind, options = [], key }]) =>
    options.map(({ id }, index) => {
      const share = (index / (options.length - 1)) * 2 - 1;
      return careers.map((career) =>
        key!
          .affinities!.filter((affinity) => affinity.career === career && (kind === 'LIKERT' || affinity.option === id))
          .reduce((sum, { weight }) => sum + (kind === 'LIKERT' ? weight * share : weight), 0),
      );
    }),
  );
  let seed = 20_260_120;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  return (career) => {
    const own = careers.indexOf(career);
    const lead = (answers: readonly number[]) => {
      const scores = careers.map((_, index) =>
        points.reduce((sum, each, question) => sum + each[answers[question]!]![index]!, 0),
      );
      return scores[own]! - Math.max(...scores.filter((_, index) => index !== own));
    };
    let best = -Infinity;
    for (let start = 0; start < 20; start++) {
      const answers = points.map((each) => random(each.length));
      for (let round = 0; round < 3; round++) {
        points.forEach((each, question) => {
          const leads = each.map((_, answer) => lead(answers.with(question, answer)));
          answers[question] = leads.indexOf(Math.max(...leads));
        });
      }
      best = Math.max(best, lead(answers));
    }
    return best;
  };
}
