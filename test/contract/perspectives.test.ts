import { Role } from '../../src/accounts/role';
import type { ContentKind } from '../../src/content/publishing/content-kind';
import { allKinds } from '../../src/content/publishing/content-kinds';
import type { SavedDraft } from '../../src/content/publishing/save-editions';
import { makeSchema } from '../../src/kernel/graphql/schema';
import { modules } from '../../src/modules';
import { type Caller, type CallerHeaders, callers, signInCallers } from '../setup/callers';
import { publishChanges, saveDrafts } from '../setup/content-store';
import { type ExampleOperation, exampleOperations } from '../setup/example-operations';
import { MarkedContent } from '../setup/marked-content';
import { operationFor } from '../setup/root-operations';
import { startTestApp, type TestApp } from '../setup/test-app';
import { slugsByKind, starterContent } from '../setup/walk-targets';
import { accessMatrix } from './access-matrix';
import { queryBudgets } from './query-budgets';

/*
 * Every operation of the playground in every perspective: drafts are planted in every document and behind every relation,
 * read as drafts by an editor, and found nowhere else.
 */

const MARK = 'PLANTED';
const NEW = 'planted-one';
const editors: readonly Caller[] = [Role.EDITOR, Role.PUBLISHER, 'EDITOR token'];

const schema = makeSchema(modules);

let app: TestApp;
let headersOf: Record<Caller, CallerHeaders>;
let operations: ExampleOperation[];
let before: Record<string, string>;
let planted: (SavedDraft & { readonly kind: ContentKind })[];

/** The answers of all operations in a perspective, as text. */
async function answersIn(perspective: string, headers: CallerHeaders): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const { name, query, variables } of operations) {
    const data = await app.ask(query, variables, { ...headers, 'x-perspective': perspective });
    answers[name] = JSON.stringify(data);
  }
  return answers;
}

beforeAll(async () => {
  app = await startTestApp('content');
  headersOf = await signInCallers(app, callers);
  operations = await Promise.all(
    exampleOperations().map(async (each) => {
      const variables = await queryBudgets[each.name]?.variables?.(app.ask);
      return { ...each, variables: { ...variables } };
    }),
  );
  before = await answersIn('published', {});
  const files = await starterContent();
  const documents = slugsByKind(files, [NEW]);
  const marked = new MarkedContent({ mark: MARK, documents, entries: 3, number: 999_999_937 });
  const drafts = [
    ...allKinds().map((kind) => ({ kind, slug: NEW, content: marked.fill(kind, NEW) })),
    ...files.map(({ kind, slug, content }) => ({ kind, slug, content: marked.change(kind, slug, content) })),
  ];
  const saved = await saveDrafts(app.dataSource, drafts);
  planted = saved.map((each, index) => ({ ...each, kind: drafts[index]!.kind }));
}, 120_000);
afterAll(() => app.stop());

describe('a perspective that is not public', () => {
  const perspectives = ['draft', 'publication:1', 'release:00000000-0000-4000-8000-000000000000'];

  test.each(perspectives)(
    '%s is refused as a whole to whoever is no editor, for every operation',
    async (perspective) => {
      for (const caller of callers.filter((each) => !editors.includes(each))) {
        const refusal =
          caller === 'anonymous'
            ? { status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }
            : { status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] };
        for (const { query, variables } of operations) {
          const answer = await app.send(query, variables, { ...headersOf[caller], 'x-perspective': perspective });
          expect([caller, answer]).toMatchObject([caller, refusal]);
          expect(answer.data).toBeUndefined();
        }
      }
    },
  );

  test.each(['', 'drafts', 'publication:0', 'publication:x', 'publication:-1', 'release:1', 'published,draft'])(
    'that does not exist, "%s", is an error to everybody and never the published one',
    async (perspective) => {
      for (const caller of callers) {
        const answer = await app.send(
          '{ skills { totalCount } }',
          {},
          { ...headersOf[caller], 'x-perspective': perspective },
        );
        expect([caller, answer]).toMatchObject([
          caller,
          {
            status: 400,
            errors: [{ extensions: { code: 'BAD_USER_INPUT', problems: [{ pointer: '/x-perspective' }] } }],
          },
        ]);
        expect(answer.data).toBeUndefined();
      }
    },
  );

  test('needs a token that is good: a wrong one is refused, in public too', async () => {
    for (const perspective of ['published', 'draft']) {
      const headers = { authorization: 'Bearer nonsense', 'x-perspective': perspective };
      const answer = await app.send('{ skills { totalCount } }', {}, headers);
      expect(answer).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
      expect(answer.data).toBeUndefined();
    }
  });
});

describe('a preview token', () => {
  const create = `mutation ($perspective: String!) {
    createPreviewToken(input: { perspective: $perspective, expiresInMinutes: 5 }) { token previewToken { id } }
  }`;

  test.each(['draft', 'publication:1'])(
    'for %s reads what an editor reads there, and nothing else',
    async (perspective) => {
      const { createPreviewToken } = await app.ask(create, { perspective }, headersOf.EDITOR);
      const preview = { authorization: `Bearer ${createPreviewToken.token}` };
      expect(await answersIn(perspective, preview)).toEqual(await answersIn(perspective, headersOf.EDITOR));
      for (const other of ['published', 'draft', 'publication:1'].filter((each) => each !== perspective)) {
        const answer = await app.send('{ skills { totalCount } }', {}, { ...preview, 'x-perspective': other });
        expect([other, answer]).toMatchObject([
          other,
          { status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] },
        ]);
        expect(answer.data).toBeUndefined();
      }
      // It reads content and is nobody: what needs a role stays closed.
      const unknown = { id: createPreviewToken.previewToken.id, slug: 'x', number: 999 };
      for (const [coordinate, may] of Object.entries(accessMatrix)) {
        if (may.includes('anonymous')) continue;
        const headers = { ...preview, 'x-perspective': perspective };
        const { errors } = await app.send(operationFor(schema, coordinate, unknown), {}, headers);
        expect([coordinate, errors]).toMatchObject([
          coordinate,
          [{ extensions: { code: expect.stringMatching(/^(UNAUTHENTICATED|FORBIDDEN)$/) } }],
        ]);
      }
    },
  );
});

describe('drafts', () => {
  /** These tell what became public when, and know no perspective. */
  const ofNoPerspective = ['History'];

  test('change no operation in published, nor in publication:1, whoever reads', async () => {
    for (const caller of ['anonymous', Role.LEARNER, Role.EDITOR] as const) {
      expect([caller, await answersIn('published', headersOf[caller])]).toEqual([caller, before]);
    }
    for (const caller of editors) expect(await answersIn('publication:1', headersOf[caller])).toEqual(before);
    expect(Object.values(before).filter((text) => text.includes(MARK))).toEqual([]);
  });

  test('are what every operation shows in draft, down to the innermost objects', async () => {
    const drafts = await answersIn('draft', headersOf.EDITOR);
    for (const caller of editors) expect(await answersIn('draft', headersOf[caller])).toEqual(drafts);
    for (const { name } of operations) {
      const draft = JSON.parse(drafts[name]!) as object;
      const old = JSON.parse(before[name]!) as object;
      const changed = differingFields(old, draft);
      if (ofNoPerspective.includes(name)) expect([name, changed]).toEqual([name, []]);
      else expect([name, changed.length > 0]).toEqual([name, true]);
    }
    // At every depth of the page and of the hub, what was published is nowhere to be seen.
    for (const name of ['LearnPage', 'SkillHub']) {
      const texts =
        drafts[name]!.match(/"(text|note|prompt|moment|mistake|remedy|scope|title|summary)":"[^"]*"/g) ?? [];
      // How many there are depends on where the changed references happen to lead.
      expect(texts.length).toBeGreaterThan(0);
      expect(texts.filter((text) => !text.includes(MARK))).toEqual([]);
      expect(drafts[name]).toContain(NEW);
    }
  });

  test('are counted in draft and only there', async () => {
    const nodes = allKinds().map((kind) => `${kind.node.name}Connection!`);
    const lists = Object.values(schema.getQueryType()!.getFields())
      .filter((field) => nodes.includes(String(field.type)))
      .map(({ name }) => name);
    expect(lists).toEqual(expect.arrayContaining(['careers', 'industries', 'sources']));
    const query = `{
      ${lists.map((list) => `${list} { totalCount }`).join(' ')} levels { id }
      nested: skills(first: 100) { edges { node { questionCount careers(first: 100) { totalCount edges { node { id } } } } } }
    }`;
    const countIn = async (perspective: string) => {
      const headers = { ...headersOf.EDITOR, 'x-perspective': perspective };
      const { levels, nested, ...counts } = await app.ask(query, {}, headers);
      const skills = nested.edges.map(({ node }: any) => node) as any[];
      for (const { careers } of skills) expect(careers.edges).toHaveLength(careers.totalCount);
      return {
        lists: [...lists.map((list) => counts[list].totalCount as number), levels.length as number],
        careers: skills.reduce((sum, { careers }) => sum + careers.totalCount, 0),
        questions: skills.reduce((sum, { questionCount }) => sum + questionCount, 0),
      };
    };
    const [published, past, draft] = [
      await countIn('published'),
      await countIn('publication:1'),
      await countIn('draft'),
    ];
    expect(past).toEqual(published);
    expect(draft.lists).toEqual(published.lists.map((count) => count + 1));
    expect(draft.careers).toBeGreaterThan(published.careers);
    expect(draft.questions).toBeGreaterThan(published.questions);
  });

  test('that lack what publishing needs are shown in draft, with empty values', async () => {
    const headers = { ...headersOf.EDITOR, 'x-perspective': 'draft' };
    const bare = { id: '', slug: 'bare', number: 1, optional: ['slug'] };
    for (const { node } of allKinds()) {
      const save = operationFor(schema, `Mutation.save${node.name}`, bare);
      expect([save, await app.send(save, {}, headersOf.EDITOR)]).toMatchObject([save, { data: expect.anything() }]);
    }
    for (const { name, query, variables } of operations) {
      if (!('slug' in variables)) continue;
      const { data, errors } = await app.send(query, { slug: 'bare' }, headers);
      expect([name, errors, Object.values(data).includes(null)]).toEqual([name, undefined, false]);
    }
    // And the plan says what is missing: required fields, and what the kind of a question or an assessment asks for.
    const lacking = async (kind: string) => {
      const { document } = await app.ask(`{ document(kind: ${kind}, slug: "bare") { id } }`, {}, headersOf.EDITOR);
      const plan = 'query ($id: ID!) { publishPlan(documentIds: [$id]) { publishable problems { pointer } } }';
      const { publishPlan } = await app.ask(plan, { id: document.id }, headersOf.EDITOR);
      expect(publishPlan.publishable).toBe(false);
      return publishPlan.problems.map(({ pointer }: { pointer: string }) => pointer);
    };
    expect(await lacking('QUESTION')).toContain('/options');
    expect(await lacking('ASSESSMENT')).toContain('/questions');
  });

  test('become what everybody reads when they are published, and publication:1 stays as it was', async () => {
    // Those that refer to nothing, so that they can go out alone.
    const leaves = planted.filter(({ kind }) => ['INDUSTRY', 'EMPLOYER', 'SOURCE'].includes(kind.kind));
    expect(await publishChanges(app.dataSource, leaves)).toBe(2);
    const published = await answersIn('published', {});
    expect(published.LearnPage).toContain(MARK);
    expect(await answersIn('publication:2', headersOf.PUBLISHER)).toEqual(published);
    expect(await answersIn('publication:1', headersOf.PUBLISHER)).toEqual({ ...before, History: published.History });
  });
});

/** The paths at which two answers differ. */
function differingFields(a: unknown, b: unknown, path = ''): string[] {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return Object.is(a, b) ? [] : [path];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].flatMap((key) =>
    differingFields((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${path}/${key}`),
  );
}
