import { PayPeriod } from '../../../src/content/career/career-enums';
import { careerDraft, salaryClaim } from '../../factories/career';
import { levelDraft } from '../../factories/level';
import { skillDraft } from '../../factories/skill';
import { sourceDraft } from '../../factories/source';
import { publishDrafts, saveDrafts } from '../../setup/content-store';
import { codesOf, type Desk, openDesk, problemsOf } from '../../setup/editors-desk';
import { startTestApp, type TestApp } from '../../setup/test-app';

const query = `query ($slug: String!) {
  career(slug: $slug) {
    salaryClaims { id min max currency period region confidence statedOn note source { slug } }
    levels { salaryClaims { min } }
  }
}`;
const COPIES = 30;
const content = (overrides: object) => careerDraft('x', ['a-skill'], overrides).content;

let app: TestApp;
let desk: Desk;
beforeAll(async () => {
  app = await startTestApp('empty');
  desk = await openDesk(app);
  await publishDrafts(app.dataSource, [
    careerDraft('surveyed', ['a-skill'], {
      salaryClaims: [
        salaryClaim('a-survey', {
          id: 'all-levels',
          min: 40_000,
          max: 90_000,
          region: 'Utopia',
          statedOn: '2025-04-02',
        }),
        salaryClaim('a-census', { id: 'open', min: 45_000, max: undefined, period: PayPeriod.MONTH, note: 'Rounded.' }),
      ],
      levels: [{ level: 'a-level', salaryClaims: [salaryClaim('a-survey', { id: 'one-level', min: 50_000 })] }],
    }),
    careerDraft('unsurveyed', ['a-skill']),
    ...Array.from({ length: COPIES }, (_, index) =>
      careerDraft(`copy-${index}`, ['a-skill'], { salaryClaims: [salaryClaim(`source-${index}`)] }),
    ),
    ...Array.from({ length: COPIES }, (_, index) => sourceDraft(`source-${index}`)),
    skillDraft('a-skill'),
    levelDraft('a-level'),
    sourceDraft('a-survey'),
    sourceDraft('a-census'),
  ]);
});
afterAll(() => app.stop());

test('a range that ends before it begins is refused, and so is a source that there is none of', async () => {
  const save = (claim: object) =>
    desk.trySave('Career', { slug: 'refused', content: content({ salaryClaims: [salaryClaim('a-survey', claim)] }) });
  const reversed = await save({ min: 2, max: 1 });
  expect([codesOf(reversed), problemsOf(reversed)]).toEqual([
    ['BAD_USER_INPUT'],
    ['/input/content/salaryClaims/0/max range'],
  ]);
  const unsourced = await save({ source: 'nobody' });
  expect([codesOf(unsourced), problemsOf(unsourced)]).toEqual([
    ['BAD_USER_INPUT'],
    ['/input/content/salaryClaims/0/source reference'],
  ]);
});

test('one id for a claim of the career and a claim of a level is refused', async () => {
  const claims = [salaryClaim('a-survey')];
  const twice = { salaryClaims: claims, levels: [{ level: 'a-level', salaryClaims: claims }] };
  const answer = await desk.trySave('Career', { slug: 'refused', content: content(twice) });
  expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', problems: [{ rule: 'duplicate' }] } }]);
});

test('a plan refuses a claim whose source would not be public', async () => {
  await saveDrafts(app.dataSource, [sourceDraft('unpublished')]);
  const { id } = await desk.save('Career', {
    slug: 'hearsay',
    content: content({ salaryClaims: [salaryClaim('unpublished')] }),
  });
  const { publishable, problems } = await desk.plan([id]);
  expect([publishable, problems]).toMatchObject([
    false,
    [{ severity: 'ERROR', code: 'unpublished-reference', pointer: '/salaryClaims/0/source' }],
  ]);
  expect(await app.ask(query, { slug: 'hearsay' })).toEqual({ career: null });
});

test('claims over all levels stand beside those of one level, in order, each with its source', async () => {
  const { career } = await app.ask(query, { slug: 'surveyed' });
  const common = { id: expect.any(String), currency: 'USD', confidence: 'LOW' };
  expect(career).toEqual({
    salaryClaims: [
      {
        ...common,
        min: 40_000,
        max: 90_000,
        period: 'YEAR',
        region: 'Utopia',
        statedOn: '2025-04-02',
        note: null,
        source: { slug: 'a-survey' },
      },
      {
        ...common,
        min: 45_000,
        max: null,
        period: 'MONTH',
        region: null,
        statedOn: null,
        note: 'Rounded.',
        source: { slug: 'a-census' },
      },
    ],
    levels: [{ salaryClaims: [{ min: 50_000 }] }],
  });
  expect(await app.ask(query, { slug: 'unsurveyed' })).toEqual({ career: { salaryClaims: [], levels: [] } });
});

test('one table holds both: a row without a level is about the career as a whole', async () => {
  const rows = await app.dataSource.query(
    `SELECT c.position, c.min, l.slug AS level FROM salary_claim c
     JOIN document d ON d.id = c.document_id AND d.published_edition_id = c.edition_id
     LEFT JOIN document l ON l.id = c.level_id WHERE d.slug = 'surveyed' ORDER BY c.position`,
  );
  expect(rows).toEqual([
    { position: 0, min: 50_000, level: 'a-level' },
    { position: 1, min: 40_000, level: null },
    { position: 2, min: 45_000, level: null },
  ]);
});

test('claims of many careers, each of another source, take as many statements as those of two', async () => {
  const count = async (first: number) => {
    const list = `{ careers(first: ${first}) { edges { node { salaryClaims { min source { name } } } } } }`;
    const { careers } = await app.ask(list);
    expect(careers.edges.filter(({ node }: any) => node.salaryClaims.length > 0)).toHaveLength(first);
    return (await app.count(list)).length;
  };
  const few = await count(2);
  await expect(count(COPIES)).resolves.toBe(few);
});
