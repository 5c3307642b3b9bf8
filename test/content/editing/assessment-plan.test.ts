import type { QuestionContent } from '../../../src/content/question/question.content';
import type { Draft } from '../../../src/content/publishing/resolve-references';
import { toGlobalId } from '../../../src/kernel/graphql/global-id';
import { assessmentDraft } from '../../factories/assessment';
import { careerDraft } from '../../factories/career';
import { questionDraft } from '../../factories/question';
import { skillDraft } from '../../factories/skill';
import { saveDrafts } from '../../setup/content-store';
import { type Desk, openDesk, type PlanAnswer } from '../../setup/editors-desk';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let desk: Desk;
beforeAll(async () => {
  app = await startTestApp('empty');
  desk = await openDesk(app);
  await published(skillDraft('drawn'), careerDraft('clerk', ['drawn']));
});
afterAll(() => app.stop());

async function saved(...drafts: Draft[]): Promise<string[]> {
  const documents = await saveDrafts(app.dataSource, drafts);
  return documents.map(({ draft, documentId }) => toGlobalId(draft.kind.node.name, documentId));
}
async function published(...drafts: Draft[]): Promise<string[]> {
  const ids = await saved(...drafts);
  await desk.publish(ids);
  return ids;
}
async function told(...drafts: Draft[]): Promise<string[]> {
  return lines(await desk.plan(await saved(...drafts)));
}
const lines = ({ problems }: PlanAnswer) =>
  problems.map(({ severity, code, pointer, document }) => `${severity} ${document.slug}${pointer} ${code}`);

const affinities = [{ option: 'this', career: 'clerk', weight: 1 }];
const scale = ['no', 'maybe', 'yes'].map((id) => ({ id, text: id }));
/** What makes a question of the factory one that cannot be graded. */
const ungradable: Record<string, object> = {
  unanswered: { kind: 'YES_NO', options: undefined, key: undefined },
  preference: { key: { affinities } },
  scale: { kind: 'LIKERT', options: scale, key: { affinities: [{ career: 'clerk', weight: 1 }] } },
};
const open = { kind: 'OPEN', options: undefined, key: undefined, rubric: [{ id: 'a', text: 'Covers it.' }] };
const kinds = (prefix: string, more: object = {}) =>
  Object.entries({ ...ungradable, open }).map(([name, by]) =>
    questionDraft(`${prefix}-${name}`, { ...by, ...more } as Partial<QuestionContent>),
  );
const blueprint = (...entries: [count: number, difficulty?: string][]) =>
  entries.map(([count, difficulty]) => ({ skill: 'drawn', count, difficulty })) as never;
const drawing = (
  slug: string,
  kind: string,
  entries: [count: number, difficulty?: string][],
  questions: string[] = [],
) => assessmentDraft(slug, questions, { kind: kind as never, blueprint: blueprint(...entries) });

describe('what is scored', () => {
  const fixed = kinds('fixed');
  const asked = fixed.map(({ slug }) => slug);

  test('asks no question that has no right answer; a quiz may ask an open one, for self-review', async () => {
    expect(await told(...fixed, assessmentDraft('an-exam', asked, { kind: 'EXAM' as never }))).toEqual([
      'ERROR an-exam/questions/0 ungradable',
      'ERROR an-exam/questions/1 ungradable',
      'ERROR an-exam/questions/2 ungradable',
      'ERROR an-exam/questions/3 open-in-exam',
    ]);
    expect(await told(...fixed, assessmentDraft('a-quiz', asked))).toEqual([
      'ERROR a-quiz/questions/0 ungradable',
      'ERROR a-quiz/questions/1 ungradable',
      'ERROR a-quiz/questions/2 ungradable',
    ]);
    expect(await told(...fixed, assessmentDraft('a-mirror', asked, { kind: 'SELF_CHECK' as never }))).toEqual([]);
  });

  test('nor one that loses its right answer later, which is found when the question alone is published', async () => {
    await published(questionDraft('asked'), assessmentDraft('asks', ['asked'], { kind: 'EXAM' as never }));
    expect(await told(questionDraft('asked', ungradable.preference))).toEqual(['ERROR asks/questions/0 ungradable']);
    expect(await told(questionDraft('asked', { prompt: 'Which one, then?' }))).toEqual([]);
  });
});

describe('a fit test', () => {
  test('should ask only what says something about careers: a warning, when either of the two changes', async () => {
    const fit = assessmentDraft('fit', ['speaks', 'is-silent'], { kind: 'FIT' as never });
    const ids = await saved(questionDraft('speaks', { key: { affinities } }), questionDraft('is-silent'), fit);
    const plan = await desk.plan(ids);
    expect(lines(plan)).toEqual(['WARNING fit/questions/1 no-affinities']);
    expect(plan.publishable).toBe(true);
    await desk.publish(ids);
    expect(await told(questionDraft('speaks', { prompt: 'And now?' }))).toEqual([
      'WARNING fit/questions/0 no-affinities',
      'WARNING fit/questions/1 no-affinities',
    ]);
    // What has nothing to do with it is told nothing of it.
    expect(await told(questionDraft('elsewhere'), assessmentDraft('apart', ['elsewhere']))).toEqual([]);
  });

  test('draws only such questions, as what is scored draws only what can be graded', async () => {
    const ofSkill = { skill: 'drawn', difficulty: 'EASY' as never };
    await published(...kinds('bank', ofSkill), questionDraft('bank-graded', ofSkill));
    const most = async (kind: string) => {
      for (let count = 1; ; count += 1) {
        const problems = await told(drawing(`draws-${kind.toLowerCase().replace('_', '-')}`, kind, [[count]]));
        if (problems.length > 0) return count - 1;
      }
    };
    expect(await most('EXAM')).toBe(1);
    expect(await most('QUIZ')).toBe(1);
    expect(await most('FIT')).toBe(2);
    expect(await most('SELF_CHECK')).toBe(4);
  });
});

describe('a blueprint', () => {
  const bank = (difficulty: string, count: number) =>
    Array.from({ length: count }, (_, index) =>
      questionDraft(`${difficulty.toLowerCase()}-${index}`, { skill: 'stocked', difficulty: difficulty as never }),
    );
  const stocked = (entries: [count: number, difficulty?: string][], questions: string[] = []) => {
    const draft = drawing('stocks', 'EXAM', entries, questions);
    const drawn = entries.map(([count, difficulty]) => ({ skill: 'stocked', count, difficulty }));
    return { ...draft, content: { ...draft.content, blueprint: drawn } };
  };
  beforeAll(() => published(skillDraft('stocked'), ...bank('EASY', 2), ...bank('HARD', 3)));

  const unfillable = (index: number) => [`ERROR stocks/blueprint/${index} blueprint-unfillable`];
  test.each<[string, [number, string?][], string[], string[]]>([
    ['can draw the whole bank', [[5]], [], []],
    [
      'can draw it by difficulty',
      [
        [2, 'EASY'],
        [3, 'HARD'],
      ],
      [],
      [],
    ],
    ['cannot draw more than there is', [[6]], [], unfillable(0)],
    [
      'cannot draw what it has drawn for an entry before',
      [
        [2, 'EASY'],
        [1, 'EASY'],
      ],
      [],
      unfillable(1),
    ],
    ['cannot draw of any difficulty what others take', [[2, 'EASY'], [3, 'HARD'], [1]], [], unfillable(2)],
    ['cannot draw by difficulty what others need of any', [[5], [1, 'EASY']], [], unfillable(1)],
    ['can serve one difficulty before any', [[3], [2, 'EASY']], [], []],
    ['does not ask again what is asked already', [[2, 'EASY']], ['easy-0'], unfillable(0)],
    ['can ask the others', [[1, 'EASY']], ['easy-0', 'hard-0'], []],
  ])('%s', async (_, entries, questions, problems) => {
    expect(await told(stocked(entries, questions))).toEqual(problems);
  });

  test('says how many are left', async () => {
    const [id] = await saved(
      stocked(
        [
          [2, 'EASY'],
          [2, 'EASY'],
        ],
        ['easy-0'],
      ),
    );
    expect((await desk.plan([id!])).problems.map(({ message }) => message)).toEqual([
      'draws 2 questions, but the bank has 1 that fit and are not asked already',
      'draws 2 questions, but the bank has 0 that fit and are not asked already',
    ]);
  });
});

describe('the id of an option', () => {
  const withIds = (ids: string[], more: object = {}) =>
    questionDraft('telling', {
      options: ids.map((id) => ({ id, text: `Option ${id}` })),
      key: { correctOptions: [ids[0]!] },
      ...more,
    });

  test.each(['right', 'correct', 'true', 'wrong', 'false', 'answer', 'key', 'solution', 'the-right-one', 'wrong-2'])(
    'should not tell whether it is right, as %s may: a warning',
    async (id) => {
      const [question] = await saved(withIds(['first', id]));
      const plan = await desk.plan([question!]);
      expect(lines(plan)).toEqual(['WARNING telling/options/1/id telling-id']);
      expect(plan.publishable).toBe(true);
    },
  );

  test('may hold such a word inside another one, and may say anything where nothing is right', async () => {
    expect(await told(withIds(['bright', 'incorrectly', 'keyboard', 'answering']))).toEqual([]);
    expect(
      await told(withIds(['true', 'false'], { key: { affinities: [{ ...affinities[0]!, option: 'true' }] } })),
    ).toEqual([]);
  });
});
