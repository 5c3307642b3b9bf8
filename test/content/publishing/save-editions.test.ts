import type { DataSource } from 'typeorm';
import { documentIdFor } from '../../../src/content/publishing/document-id';
import { type Draft, UnresolvedReferences } from '../../../src/content/publishing/resolve-references';
import { toGlobalId } from '../../../src/kernel/graphql/global-id';
import { careerDraft, salaryClaim } from '../../factories/career';
import { levelDraft } from '../../factories/level';
import { projectDraft } from '../../factories/project';
import { skillDraft } from '../../factories/skill';
import { sourceDraft } from '../../factories/source';
import { saveDrafts, storedRows } from '../../setup/content-store';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let store: DataSource;
beforeAll(async () => {
  app = await startTestApp('empty');
  store = app.dataSource;
});
afterAll(() => app.stop());

interface Row {
  readonly [column: string]: unknown;
}

const editionsOf = (slug: string): Promise<Row[]> =>
  store.query(
    `SELECT e.*, d.latest_edition_id, d.published_edition_id, d.version FROM edition e JOIN document d ON d.id = e.document_id
     WHERE d.slug = $1 ORDER BY e.number`,
    [slug],
  );

/** Saves what must be refused for its references, and checks that nothing of it was written. */
async function refusalOf(drafts: readonly Draft[]): Promise<UnresolvedReferences['problems']> {
  const before = await storedRows(store);
  const error = await saveDrafts(store, drafts).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UnresolvedReferences);
  expect(await storedRows(store)).toEqual(before);
  return (error as UnresolvedReferences).problems;
}

describe('a save is refused', () => {
  test('when a reference leads nowhere, with its pointer and slug', async () => {
    const draft = projectDraft('refers-nowhere', ['no-such-skill', 'refused-skill']);
    const problems = await refusalOf([skillDraft('refused-skill'), draft]);
    expect(problems).toEqual([
      {
        draft,
        pointer: '/skills/0',
        rule: 'reference',
        message: 'there is no skill with the slug or id no-such-skill',
      },
    ]);
  });

  test('when a reference leads to a document of another kind', async () => {
    const problems = await refusalOf([levelDraft('not-a-skill'), projectDraft('refers-to-a-level', ['not-a-skill'])]);
    expect(problems).toMatchObject([{ pointer: '/skills/0', rule: 'reference' }]);
  });

  test('when a global id in a reference names another kind, or no document', async () => {
    await saveDrafts(store, [levelDraft('level-by-id')]);
    const ofALevel = toGlobalId('Level', documentIdFor('LEVEL', 'level-by-id'));
    const ofNobody = toGlobalId('Skill', documentIdFor('SKILL', 'never-saved'));
    const problems = await refusalOf([projectDraft('refers-by-id', [ofALevel, ofNobody])]);
    expect(problems.map(({ pointer }) => pointer)).toEqual(['/skills/0', '/skills/1']);
  });

  test('when a document refers to itself, by slug or by id', async () => {
    const own = toGlobalId('Skill', documentIdFor('SKILL', 'narcissus'));
    const draft = skillDraft('narcissus', { broader: ['narcissus'], prerequisites: [own] });
    expect(await refusalOf([draft])).toMatchObject([
      { draft, pointer: '/broader/0', rule: 'self-reference' },
      { draft, pointer: '/prerequisites/0', rule: 'self-reference' },
    ]);
  });

  test('with every problem of every draft at once', async () => {
    const problems = await refusalOf([
      projectDraft('one-of-two', ['nowhere-1']),
      careerDraft('two-of-two', ['nowhere-2'], {
        levels: [{ level: 'nowhere-3', salaryClaims: [salaryClaim('nowhere-4')] }],
      }),
    ]);
    expect(problems.map(({ draft, pointer }) => `${draft.slug} ${pointer}`)).toEqual([
      'one-of-two /skills/0',
      'two-of-two /levels/0/level',
      'two-of-two /levels/0/salaryClaims/0/source',
      'two-of-two /skills/0/skill',
    ]);
  });

  test('as a whole when the database refuses a later row', async () => {
    const before = await storedRows(store);
    // The validation of input would not let it pass; the database has the last word.
    const broken = careerDraft('pays-backwards', ['good-skill'], {
      levels: [{ level: 'good-level', salaryClaims: [salaryClaim('good-source', { min: 2, max: 1 })] }],
    });
    const drafts = [skillDraft('good-skill'), levelDraft('good-level'), sourceDraft('good-source'), broken];
    await expect(saveDrafts(store, drafts)).rejects.toMatchObject({ constraint: 'salary_claim_range_check' });
    expect(await storedRows(store)).toEqual(before);
  });

  test('as a whole when a projection breaks', async () => {
    const before = await storedRows(store);
    const good = skillDraft('projected-skill');
    const broken: Draft = {
      ...skillDraft('unprojectable'),
      kind: {
        ...good.kind,
        project: () => {
          throw new Error('no rows today');
        },
      },
    };
    await expect(saveDrafts(store, [good, broken])).rejects.toThrow('no rows today');
    expect(await storedRows(store)).toEqual(before);
  });
});

describe('a saved document', () => {
  test('is new: its first edition, the id of its kind and slug, and nothing public', async () => {
    const [saved] = await saveDrafts(store, [skillDraft('newcomer')]);
    expect(saved).toMatchObject({ changed: true, documentId: documentIdFor('SKILL', 'newcomer') });
    const editions = await editionsOf('newcomer');
    expect(editions).toMatchObject([
      {
        id: saved!.editionId,
        number: 1,
        version: 1,
        latest_edition_id: saved!.editionId,
        published_edition_id: null,
        content: { name: 'Skill newcomer', kind: 'TECHNICAL', summary: 'Doing it well.' },
        message: 'A save',
      },
    ]);
    expect(await store.query('SELECT name FROM skill WHERE edition_id = $1', [saved!.editionId])).toEqual([
      { name: 'Skill newcomer' },
    ]);
  });

  test('makes no edition when its content is the same, whatever the order of its fields', async () => {
    const [first] = await saveDrafts(store, [skillDraft('steady', { aliases: ['Still'] })]);
    const reordered = skillDraft('steady', { aliases: ['Still'] });
    const backwards = { ...reordered, content: Object.fromEntries(Object.entries(reordered.content).toReversed()) };
    const before = await storedRows(store);
    const [second] = await saveDrafts(store, [backwards]);
    expect(second).toMatchObject({ changed: false, editionId: first!.editionId });
    expect(await storedRows(store)).toEqual(before);
    expect(await editionsOf('steady')).toMatchObject([{ number: 1, version: 1 }]);
  });

  test('counts its editions 1, 2, 3 and its version with them', async () => {
    for (const name of ['One', 'Two', 'Three']) await saveDrafts(store, [skillDraft('counted', { name })]);
    const editions = await editionsOf('counted');
    expect(editions.map(({ number, content }) => [number, (content as Row).name])).toEqual([
      [1, 'One'],
      [2, 'Two'],
      [3, 'Three'],
    ]);
    expect(editions[0]).toMatchObject({ version: 3, latest_edition_id: editions[2]!.id });
  });

  test('makes an edition for a change in the order of a list', async () => {
    await saveDrafts(store, [skillDraft('ordered', { aliases: ['First', 'Second'] })]);
    const [saved] = await saveDrafts(store, [skillDraft('ordered', { aliases: ['Second', 'First'] })]);
    expect(saved!.changed).toBe(true);
  });
});

describe('references', () => {
  test('may lead forward, backward and in a circle among the drafts of one save', async () => {
    const saved = await saveDrafts(store, [
      skillDraft('circle-a', { prerequisites: ['circle-b'] }),
      skillDraft('circle-b', { prerequisites: ['circle-c'] }),
      skillDraft('circle-c', { prerequisites: ['circle-a'] }),
    ]);
    const [a, b, c] = saved.map(({ documentId }) => documentId);
    const rows = (await store.query(
      'SELECT document_id, skill_id FROM skill_prerequisite WHERE document_id = ANY($1::uuid[])',
      [[a, b, c]],
    )) as Row[];
    expect(new Map(rows.map((row) => [row.document_id, row.skill_id]))).toEqual(
      new Map([
        [a, b],
        [b, c],
        [c, a],
      ]),
    );
  });

  test('are stored as document ids, whether they came as slugs or as global ids', async () => {
    const [skill] = await saveDrafts(store, [skillDraft('referred-to')]);
    const [bySlug] = await saveDrafts(store, [projectDraft('refers', ['referred-to'])]);
    expect((await editionsOf('refers'))[0]!.content).toMatchObject({ skills: [skill!.documentId] });
    const [byId] = await saveDrafts(store, [projectDraft('refers', [toGlobalId('Skill', skill!.documentId)])]);
    expect(byId).toMatchObject({ changed: false, editionId: bySlug!.editionId });
  });

  test('of two open saves to each other do not block either of them', async () => {
    await saveDrafts(store, [skillDraft('friend-a'), skillDraft('friend-b')]);
    await store.transaction(async (one) => {
      await saveDrafts(one, [skillDraft('friend-a', { prerequisites: ['friend-b'] })]);
      await store.transaction(async (other) => {
        await other.query(`SET LOCAL lock_timeout = '5s'`);
        await saveDrafts(other, [skillDraft('friend-b', { broader: ['friend-a'] })]);
      });
    });
    expect(await editionsOf('friend-a')).toHaveLength(2);
    expect(await editionsOf('friend-b')).toHaveLength(2);
  });
});
