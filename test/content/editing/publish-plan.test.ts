import * as fc from 'fast-check';
import type { Draft } from '../../../src/content/publishing/resolve-references';
import { toGlobalId } from '../../../src/kernel/graphql/global-id';
import { assessmentDraft } from '../../factories/assessment';
import { careerDraft } from '../../factories/career';
import { levelDraft } from '../../factories/level';
import { questionDraft } from '../../factories/question';
import { skillDraft } from '../../factories/skill';
import { saveDrafts, storedRows } from '../../setup/content-store';
import { codesOf, type Desk, openDesk, type PlanAnswer } from '../../setup/editors-desk';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let desk: Desk;
beforeAll(async () => {
  app = await startTestApp('empty');
  desk = await openDesk(app);
});
afterAll(() => app.stop());

/** Saves drafts and resolves to their global ids. */
async function saved(...drafts: Draft[]): Promise<string[]> {
  const documents = await saveDrafts(app.dataSource, drafts);
  return documents.map(({ draft, documentId }) => toGlobalId(draft.kind.node.name, documentId));
}
async function published(...drafts: Draft[]): Promise<string[]> {
  const ids = await saved(...drafts);
  await desk.publish(ids);
  return ids;
}

const told = ({ problems }: Pick<PlanAnswer, 'problems'>) =>
  problems.map(({ severity, code, pointer, document }) => `${severity} ${document.slug}${pointer} ${code}`);

/** What makes a question of the factory an open one. */
const open = { kind: 'OPEN', options: undefined, key: undefined, rubric: [{ id: 'a', text: 'Covers it.' }] } as never;

test('a plan is refused to learners and nobody, and for documents that are none', async () => {
  const query = 'query ($ids: [ID!]!) { publishPlan(documentIds: $ids) { publishable } }';
  expect(codesOf(await app.send(query, { ids: [] }, desk.learner))).toEqual(['FORBIDDEN']);
  expect(codesOf(await app.send(query, { ids: [] }))).toEqual(['UNAUTHENTICATED']);
  const nobody = toGlobalId('Skill', '00000000-0000-4000-8000-000000000000');
  expect(codesOf(await app.send(query, { ids: [nobody] }, desk.editor))).toEqual(['NOT_FOUND']);
  expect(codesOf(await app.send(query, { ids: ['rubbish'] }, desk.editor))).toEqual(['BAD_USER_INPUT']);
});

describe('a plan says as an error', () => {
  test('that fields are missing and references would dangle, each with its document and pointer', async () => {
    const ids = await saved(skillDraft('unfit', { summary: undefined }), careerDraft('needs-unfit', ['unfit']));
    expect(told(await desk.plan([ids[1]!]))).toEqual(['ERROR needs-unfit/skills/0/skill unpublished-reference']);
    expect(told(await desk.plan(ids))).toEqual(['ERROR unfit/summary required']);
  });

  test('that skills would be each other’s prerequisite or contain each other, over any number of steps', async () => {
    await saved(...['ring-a', 'ring-b', 'ring-c'].map((slug) => skillDraft(slug)));
    const [a, b, c] = await saved(
      skillDraft('ring-a', { prerequisites: ['ring-b'], broader: ['ring-c'] }),
      skillDraft('ring-b', { prerequisites: ['ring-c'] }),
      skillDraft('ring-c', { prerequisites: ['ring-a'], broader: ['ring-a'] }),
    );
    const rules = (await desk.plan([a!, b!, c!])).problems.map(({ severity, code }) => `${severity} ${code}`);
    expect(new Set(rules)).toEqual(new Set(['ERROR prerequisite-cycle', 'ERROR broader-cycle']));
    // A cycle that a public skill closes is one too.
    const [x] = await published(skillDraft('loop-x'), skillDraft('loop-y', { prerequisites: ['loop-x'] }));
    await saved(skillDraft('loop-x', { prerequisites: ['loop-y'] }));
    expect(told(await desk.plan([x!]))).toEqual(['ERROR loop-x/prerequisites/0 prerequisite-cycle']);
  });

  test('that the bank cannot fill a blueprint, also when it is a question that goes', async () => {
    const question = (slug: string) => questionDraft(slug, { skill: 'drawn', difficulty: 'EASY' as never });
    const ids = await published(skillDraft('drawn'), question('drawn-1'), question('drawn-2'));
    const blueprint = (count: number) => [{ skill: 'drawn', difficulty: 'EASY' as never, count }];
    const exam = (count: number) =>
      assessmentDraft('drawing', [], { kind: 'EXAM' as never, questions: undefined, blueprint: blueprint(count) });
    const [id] = await saved(exam(3));
    expect(told(await desk.plan([id!]))).toEqual(['ERROR drawing/blueprint/0 blueprint-unfillable']);
    await saved(exam(2));
    await desk.publish([id!]);
    const gone = await desk.tryTo('unpublish', { documentIds: [ids[2]] }, 'publication { number }', desk.publisher);
    expect(gone.errors![0]!.extensions).toMatchObject({
      code: 'NOT_PUBLISHABLE',
      problems: [{ pointer: '/assessment/drawing/blueprint/0', rule: 'blueprint-unfillable' }],
    });
  });

  test('that people would practise on a question that is not open, or an exam ask one that is', async () => {
    await published(skillDraft('prompted'));
    const [prompt, career, exam] = await saved(
      questionDraft('prompt'),
      careerDraft('practises', ['prompted'], { practicePrompts: ['prompt'] }),
      assessmentDraft('asks-open', ['prompt'], { kind: 'EXAM' as never }),
    );
    expect(told(await desk.plan([prompt!, career!, exam!]))).toEqual([
      'ERROR practises/practicePrompts/0 prompt-not-open',
    ]);
    await saved(questionDraft('prompt', open));
    expect(told(await desk.plan([prompt!, career!, exam!]))).toEqual(['ERROR asks-open/questions/0 open-in-exam']);
    await desk.publish([prompt!, career!]);
    // The question alone, under a career that is public already.
    await saved(questionDraft('prompt'));
    expect(told(await desk.plan([prompt!]))).toEqual(['ERROR practises/practicePrompts/0 prompt-not-open']);
  });
});

describe('a plan says as a warning', () => {
  test('that a level has no expectations, and that a step needs what a later one teaches; it can be published', async () => {
    const ids = await saved(
      levelDraft('silent'),
      skillDraft('basics'),
      skillDraft('advanced', { prerequisites: ['basics'] }),
      careerDraft('hasty', ['basics'], {
        levels: [{ level: 'silent' }],
        learningPath: [
          { id: 'one', title: 'One', text: 'First.', skills: ['advanced'] },
          { id: 'two', title: 'Two', text: 'Then.', skills: ['basics'] },
        ],
      }),
    );
    const plan = await desk.plan(ids);
    expect(told(plan).toSorted()).toEqual([
      'WARNING hasty/learningPath/0/skills/0 taught-later',
      'WARNING hasty/levels/0/expectations level-without-expectations',
    ]);
    expect(plan.publishable).toBe(true);
    await desk.publish(ids);
    // What is public already would not be published again, so nothing is said of it.
    expect(await desk.plan(ids)).toMatchObject({ problems: [], changes: [] });
  });

  test('that an alias is the name or an alias of another skill, from either of the two', async () => {
    const [first] = await published(skillDraft('api-design', { name: 'API Design', aliases: ['Interface Design'] }));
    const [second] = await saved(
      skillDraft('api-development', { name: 'API Development', aliases: ['API design', 'Mine', 'interface design'] }),
    );
    expect(told(await desk.plan([second!]))).toEqual([
      'WARNING api-development/aliases/0 shared-alias',
      'WARNING api-development/aliases/2 shared-alias',
    ]);
    await desk.publish([second!]);
    await saved(skillDraft('api-design', { name: 'API Design', summary: 'Changed.', aliases: ['Interface Design'] }));
    expect(told(await desk.plan([first!]))).toEqual([
      'WARNING api-design/name shared-alias',
      'WARNING api-design/aliases/0 shared-alias',
    ]);
  });
});

test('a plan tells what would change, field by field, references by their slug, and who shows it', async () => {
  const [skill, career] = await published(skillDraft('shown'), careerDraft('shows', ['shown']));
  await saved(skillDraft('shown', { name: 'Shown anew', aliases: ['Seen'] }), skillDraft('also-new'));
  await saved(careerDraft('shows', ['shown', 'also-new']));
  const { changes, affected } = await desk.plan([skill!]);
  expect(changes).toEqual([
    {
      document: { kind: 'SKILL', slug: 'shown' },
      kind: 'CHANGED',
      fields: [
        { pointer: '/name', before: 'Skill shown', after: 'Shown anew' },
        { pointer: '/aliases', before: null, after: ['Seen'] },
      ],
    },
  ]);
  expect(affected.documents).toEqual({ totalCount: 1, edges: [{ node: { kind: 'CAREER', slug: 'shows' } }] });
  const [{ fields, kind }] = (await desk.plan([career!])).changes as [PlanAnswer['changes'][number]];
  expect(kind).toBe('CHANGED');
  expect(fields).toEqual([
    { pointer: '/skills', before: [{ skill: 'shown', importance: 'ESSENTIAL' }], after: expect.any(Array) },
  ]);
  expect((fields[0]!.after as { skill: string }[]).map((each) => each.skill)).toEqual(['shown', 'also-new']);
  const [added] = await saved(skillDraft('added'));
  expect((await desk.plan([added!])).changes).toMatchObject([{ kind: 'ADDED', fields: expect.any(Array) }]);
});

const SKILLS = ['p-a', 'p-b', 'p-c', 'p-d'];
const someSkills = fc.uniqueArray(fc.constantFrom(...SKILLS), { maxLength: 2 });
const someDraft: fc.Arbitrary<Draft> = fc.oneof(
  fc
    .record({ slug: fc.constantFrom(...SKILLS), prerequisites: someSkills, fit: fc.nat({ max: 4 }) })
    .map(({ slug, prerequisites, fit }) =>
      skillDraft(slug, {
        prerequisites: prerequisites.filter((each) => each !== slug),
        ...(fit === 0 ? { summary: undefined } : { summary: `Fit ${fit}.` }),
      }),
    ),
  fc
    .record({ skills: someSkills, prompt: fc.boolean() })
    .map(({ skills, prompt }) => careerDraft('p-career', skills, prompt ? { practicePrompts: ['p-question'] } : {})),
  fc
    .record({ skill: fc.constantFrom(...SKILLS), isOpen: fc.boolean() })
    .map(({ skill, isOpen }) => questionDraft('p-question', { ...(isOpen ? (open as object) : {}), skill })),
  fc.record({ skill: fc.constantFrom(...SKILLS), fixed: fc.boolean() }).map(({ skill, fixed }) =>
    assessmentDraft('p-exam', ['p-question'], {
      kind: 'EXAM' as never,
      ...(fixed ? {} : { questions: undefined, blueprint: [{ skill, count: 1 }] }),
    }),
  ),
);
const all = [...SKILLS, 'p-career', 'p-question', 'p-exam'];

test('a plan writes nothing, and is true: what it calls publishable publishes, the rest is refused for the same reasons', async () => {
  const ids = await saved(
    ...SKILLS.map((slug) => skillDraft(slug)),
    careerDraft('p-career', ['p-a']),
    questionDraft('p-question'),
    assessmentDraft('p-exam', ['p-question']),
  );
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(someDraft, { maxLength: 3 }),
      fc.subarray(all, { minLength: 1 }),
      async (drafts, chosen) => {
        for (const draft of drafts) await saved(draft);
        const documentIds = chosen.map((slug) => ids[all.indexOf(slug)]!);
        const before = await storedRows(app.dataSource);
        const plan = await desk.plan(documentIds);
        expect(await storedRows(app.dataSource)).toEqual(before);
        const answer = await desk.tryPublish(documentIds);
        const [code] = codesOf(answer);
        const expected = !plan.publishable ? 'NOT_PUBLISHABLE' : plan.changes.length > 0 ? undefined : 'CONFLICT';
        seen.add(String(expected));
        expect(code).toBe(expected);
        if (code === 'NOT_PUBLISHABLE') {
          const reasons = plan.problems
            .filter(({ severity }) => severity === 'ERROR')
            .map(
              ({ document, pointer, code: rule }) =>
                `/${document.kind.toLowerCase()}/${document.slug}${pointer} ${rule}`,
            );
          const given = (answer.errors![0]!.extensions.problems as { pointer: string; rule: string }[]).map(
            ({ pointer, rule }) => `${pointer} ${rule}`,
          );
          expect(given.toSorted()).toEqual(reasons.toSorted());
        }
        if (code === undefined) expect((await desk.plan(documentIds)).changes).toEqual([]);
      },
    ),
    { numRuns: 25 },
  );
  expect(seen).toEqual(new Set(['NOT_PUBLISHABLE', 'CONFLICT', 'undefined']));
});
