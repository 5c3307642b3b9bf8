import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { NotPublishable, publish, PUBLICATION_CHANNEL } from '../../../src/content/publishing/publish';
import type { DocumentChange } from '../../../src/content/publishing/document-change';
import type { PlanProblem } from '../../../src/content/publishing/publish-plan';
import { makeDataSource } from '../../../src/kernel/database/data-source';
import { careerDraft } from '../../factories/career';
import { projectDraft } from '../../factories/project';
import { questionDraft } from '../../factories/question';
import { skillDraft } from '../../factories/skill';
import { publishChanges, publishDrafts, saveDrafts, storedRows, unpublish } from '../../setup/content-store';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let store: DataSource;
beforeAll(async () => {
  app = await startTestApp('empty');
  store = app.dataSource;
});
afterAll(() => app.stop());

const latestNumber = async (): Promise<number> =>
  ((await store.query('SELECT coalesce(max(number), 0) AS number FROM publication')) as [{ number: number }])[0].number;

const itemsOf = (publication: number | null): Promise<Record<string, unknown>[]> =>
  store.query('SELECT * FROM publication_item WHERE publication_number = $1', [publication]);

const publishedEdition = async (documentId: string): Promise<unknown> =>
  (
    (await store.query('SELECT edition_id FROM published WHERE document_id = $1', [documentId])) as Record<
      string,
      unknown
    >[]
  )[0]?.edition_id;

/** Publishes what must be refused, and checks that nothing was written. */
async function refusalOf(changes: readonly DocumentChange[]): Promise<readonly PlanProblem[]> {
  const before = await storedRows(store);
  const error = await publishChanges(store, changes).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(NotPublishable);
  expect(await storedRows(store)).toEqual(before);
  return (error as NotPublishable).problems;
}

describe('a publication is refused', () => {
  test('when a reference would lead to a document that is not public, with the pointer and its name', async () => {
    const saved = await saveDrafts(store, [skillDraft('kept-back'), projectDraft('too-early', ['kept-back'])]);
    expect(await refusalOf([saved[1]!])).toEqual([
      {
        severity: 'ERROR',
        documentId: saved[1]!.documentId,
        kind: 'PROJECT',
        slug: 'too-early',
        pointer: '/skills/0',
        rule: 'unpublished-reference',
        message: expect.stringContaining('the skill kept-back'),
      },
    ]);
  });

  test('when a reference in the secret half would lead to a document that is not public', async () => {
    const key = { affinities: [{ option: 'this', career: 'secret-career', weight: 1 }] };
    const [, , question] = await saveDrafts(store, [
      skillDraft('of-secret-career'),
      careerDraft('secret-career', ['of-secret-career']),
      questionDraft('hints-at-a-career', { key }),
    ]);
    expect(await refusalOf([question!])).toMatchObject([
      { slug: 'hints-at-a-career', pointer: '/key/affinities/0/career' },
    ]);
  });

  test('when a draft lacks what publishing needs, naming each field', async () => {
    const [saved] = await saveDrafts(store, [
      skillDraft('sketch', { summary: undefined, topics: [{ name: 'No id yet' }] }),
    ]);
    expect(await refusalOf([saved!])).toMatchObject([
      { slug: 'sketch', pointer: '/summary', rule: 'required' },
      { slug: 'sketch', pointer: '/topics/0/id', rule: 'required' },
    ]);
  });

  test('when it would take out a document that public ones refer to, naming who refers to it', async () => {
    const { saved } = await publishDrafts(store, [skillDraft('needed'), projectDraft('needs', ['needed'])]);
    expect(await refusalOf([{ documentId: saved[0]!.documentId, editionId: null }])).toMatchObject([
      { kind: 'PROJECT', slug: 'needs', pointer: '/skills/0', message: expect.stringContaining('the skill needed') },
    ]);
    expect(await publishedEdition(saved[0]!.documentId)).toBe(saved[0]!.editionId);
  });

  test('when a changed document refers to one that the same publication takes out', async () => {
    const { saved } = await publishDrafts(store, [
      skillDraft('stays'),
      skillDraft('leaves'),
      projectDraft('turns', ['stays']),
    ]);
    const [turned] = await saveDrafts(store, [projectDraft('turns', ['leaves'])]);
    const problems = await refusalOf([turned!, { documentId: saved[1]!.documentId, editionId: null }]);
    expect(problems).toMatchObject([{ slug: 'turns', pointer: '/skills/0' }]);
  });

  test('by the database when the edition is that of another document', async () => {
    const [own, other] = await saveDrafts(store, [skillDraft('own-edition'), skillDraft('other-edition')]);
    const before = await storedRows(store);
    for (const documentId of [own!.documentId, randomUUID()]) {
      const publication = publishChanges(store, [{ documentId, editionId: other!.editionId }]);
      await expect(publication).rejects.toMatchObject({ code: '23503' });
    }
    expect(await storedRows(store)).toEqual(before);
  });
});

describe('a publication', () => {
  test('makes its editions public together, each with what was public before', async () => {
    const first = await publishDrafts(store, [
      skillDraft('goes-public'),
      projectDraft('goes-with-it', ['goes-public']),
    ]);
    expect(first.publication).toBe(await latestNumber());
    const [renewed] = await saveDrafts(store, [skillDraft('goes-public', { name: 'Renewed' })]);
    expect(await publishedEdition(renewed!.documentId)).toBe(first.saved[0]!.editionId);
    const second = await publishChanges(store, [renewed!]);
    expect(second).toBe(first.publication! + 1);
    expect(await publishedEdition(renewed!.documentId)).toBe(renewed!.editionId);
    expect(await itemsOf(second)).toEqual([
      {
        publication_number: second,
        document_id: renewed!.documentId,
        edition_id: renewed!.editionId,
        slug: null,
        previous_edition_id: first.saved[0]!.editionId,
        superseded_by: null,
      },
    ]);
  });

  test('says of each item by which publication it was superseded', async () => {
    const { publication, saved } = await publishDrafts(store, [skillDraft('superseded'), skillDraft('untouched')]);
    const next = await unpublish(store, [saved[0]!.documentId]);
    const last = await publishChanges(store, [saved[0]!]);
    const superseded = (items: Record<string, unknown>[]) =>
      new Map(items.map((item) => [item.document_id, item.superseded_by]));
    expect(superseded(await itemsOf(publication))).toEqual(
      new Map([
        [saved[0]!.documentId, next],
        [saved[1]!.documentId, null],
      ]),
    );
    expect(superseded(await itemsOf(next))).toEqual(new Map([[saved[0]!.documentId, last]]));
    expect(await itemsOf(last)).toMatchObject([{ previous_edition_id: null, superseded_by: null }]);
  });

  test('may take out a document together with those that refer to it', async () => {
    const { saved } = await publishDrafts(store, [skillDraft('going'), projectDraft('going-too', ['going'])]);
    const number = await unpublish(
      store,
      saved.map(({ documentId }) => documentId),
    );
    expect(number).toBe(await latestNumber());
    for (const { documentId } of saved) expect(await publishedEdition(documentId)).toBeUndefined();
  });

  test('leaves out what is public already, and does not happen when nothing is left', async () => {
    const { saved } = await publishDrafts(store, [skillDraft('public-already')]);
    const before = await storedRows(store);
    expect(await publishChanges(store, saved)).toBeNull();
    expect(await publishChanges(store, [])).toBeNull();
    expect(await storedRows(store)).toEqual(before);
    const [fresh] = await saveDrafts(store, [skillDraft('fresh')]);
    expect(await itemsOf(await publishChanges(store, [...saved, fresh!]))).toHaveLength(1);
  });

  test('of what was never public takes nothing out', async () => {
    const [draft] = await saveDrafts(store, [skillDraft('never-public')]);
    expect(await unpublish(store, [draft!.documentId])).toBeNull();
  });
});

describe('the numbers of publications', () => {
  test('have no gaps, whatever fails in between', async () => {
    const start = await latestNumber();
    const [one, two, dangling] = await saveDrafts(store, [
      skillDraft('numbered-1'),
      skillDraft('numbered-2'),
      projectDraft('numbered-dangling', ['numbered-2']),
    ]);
    expect(await publishChanges(store, [one!])).toBe(start + 1);
    await refusalOf([dangling!]);
    const undone = store.transaction(async (manager) => {
      expect(await publish(manager, [two!], { actorId: null, message: '' })).toBe(start + 2);
      throw new Error('changed my mind');
    });
    await expect(undone).rejects.toThrow('changed my mind');
    expect(await publishChanges(store, [two!])).toBe(start + 2);
  });

  test('follow the order of commits, and listeners hear them in that order, with eight connections at once', async () => {
    const { url } = store.options as unknown as { url: string };
    const entities = store.options.entities as Function[];
    const eight = makeDataSource({ url, poolSize: 8, entities, migrations: [], onPoolError: () => undefined });
    const listener = new Client({ connectionString: url });
    await Promise.all([eight.initialize(), listener.connect()]);
    try {
      await listener.query(`LISTEN ${PUBLICATION_CHANNEL}`);
      const heard: number[] = [];
      listener.on('notification', ({ channel, payload }) =>
        heard.push(channel === 'publication' ? Number(payload) : NaN),
      );
      const start = await latestNumber();
      const slugs = Array.from({ length: 8 }, (_, index) => `at-once-${index}`);
      const saved = await saveDrafts(
        store,
        slugs.map((slug) => skillDraft(slug)),
      );
      const [, hole] = await saveDrafts(store, [
        skillDraft('missing-at-once'),
        projectDraft('hole', ['missing-at-once']),
      ]);
      const done: number[] = [];
      await Promise.all(
        saved.map(async (each, index) => {
          if (index % 3 === 1) await expect(publishChanges(eight, [hole!])).rejects.toBeInstanceOf(NotPublishable);
          done.push((await publishChanges(eight, [each]))!);
        }),
      );
      const expected = slugs.map((_, index) => start + 1 + index);
      expect(done.toSorted((a, b) => a - b)).toEqual(expected);
      // Notifications of commits arrive before the answer to any later statement of the listener.
      await listener.query('SELECT 1');
      expect(heard).toEqual(expected);
      const [dates] = (await store.query(
        'SELECT array_agg(number ORDER BY published_at, number) = array_agg(number ORDER BY number) AS rise FROM publication',
      )) as [{ rise: boolean }];
      expect(dates.rise).toBe(true);
    } finally {
      await Promise.all([eight.destroy(), listener.end()]);
    }
  });

  test('are not announced when the transaction fails', async () => {
    const listener = new Client({ connectionString: (store.options as unknown as { url: string }).url });
    await listener.connect();
    try {
      await listener.query(`LISTEN ${PUBLICATION_CHANNEL}`);
      const heard: unknown[] = [];
      listener.on('notification', ({ payload }) => heard.push(payload));
      const [saved] = await saveDrafts(store, [skillDraft('announced-once')]);
      const undone = store.transaction(async (manager) => {
        await publish(manager, [saved!], { actorId: null, message: '' });
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      const number = await publishChanges(store, [saved!]);
      await listener.query('SELECT 1');
      expect(heard).toEqual([String(number)]);
    } finally {
      await listener.end();
    }
  });
});
