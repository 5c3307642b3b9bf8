import { assessmentKind } from '../../../src/content/assessment/assessment.kind';
import { readContent } from '../../../src/content/publishing/content-validation';
import { readContentFiles } from '../../../src/content/transfer/content-files';
import { questionDraft } from '../../factories/question';
import { publishDrafts, saveDrafts } from '../../setup/content-store';
import { contentFolder, mistakesIn } from '../../setup/content-folder';
import { codesOf, type Desk, openDesk, problemsOf } from '../../setup/editors-desk';
import { startTestApp, type TestApp } from '../../setup/test-app';

let app: TestApp;
let desk: Desk;
beforeAll(async () => {
  app = await startTestApp('empty');
  desk = await openDesk(app);
  await publishDrafts(app.dataSource, [questionDraft('asked')]);
});
afterAll(() => app.stop());

/** An assessment that can be published, as clients send it. */
const content = (more: object = {}) => ({
  title: 'Spring exam',
  kind: 'EXAM',
  summary: 'Shows what is known.',
  estimatedMinutes: 5,
  questions: ['asked'],
  ...more,
});
const file = (more: string) => ({
  'assessment/spring.yaml': `title: Spring exam\nkind: EXAM\nsummary: S.\nestimatedMinutes: 5\nquestions: [asked]\n${more}`,
});
const window = '{ maxAttempts opensAt closesAt reviewPolicy }';

describe('a window is refused', () => {
  test('when it ends before it begins or at once, whatever the offsets, in a draft too', async () => {
    for (const [opensAt, closesAt] of [
      ['2026-09-02T00:00:00Z', '2026-09-01T00:00:00Z'],
      ['2026-09-01T10:00:00+02:00', '2026-09-01T08:00:00Z'],
      // The later text is the earlier instant.
      ['2026-09-01T08:00:00Z', '2026-09-01T09:00:00+02:00'],
    ]) {
      const answer = await desk.trySave('Assessment', { slug: 'backward', content: content({ opensAt, closesAt }) });
      expect(problemsOf(answer)).toEqual(['/input/content/closesAt window']);
    }
  });

  test('when a time has no offset or a day is none of the calendar’s, by the API and in a file', async () => {
    for (const opensAt of ['2026-09-01T08:00:00', '2026-02-30T08:00:00Z', '2026-09-01', 'tomorrow']) {
      const answer = await desk.trySave('Assessment', { slug: 'vague', content: content({ opensAt }) });
      expect([opensAt, codesOf(answer)]).toEqual([opensAt, ['BAD_USER_INPUT']]);
      expect(await mistakesIn(file(`opensAt: ${opensAt}\n`))).toEqual([
        {
          file: 'assessment/spring.yaml',
          line: 6,
          column: 1,
          pointer: '/opensAt',
          message: expect.stringContaining('must be an instant such as 2026-09-01T08:00:00Z'),
        },
      ]);
    }
    // A time that a DateTime can say, and that content does not take.
    const old = await desk.trySave('Assessment', {
      slug: 'old',
      content: content({ opensAt: '1969-12-31T00:00:00Z' }),
    });
    expect(problemsOf(old)).toEqual(['/input/content/opensAt isInstant']);
  });

  test('when nobody could take the assessment, or more often than 1,000 times', () => {
    const problems = (maxAttempts: unknown) =>
      readContent(assessmentKind, content({ maxAttempts }), 'draft').problems.map(({ rule }) => rule);
    expect(problems(0)).toEqual(['min']);
    expect(problems(1001)).toEqual(['max']);
    expect(problems(1.5)).toEqual(['isInt']);
    expect(problems(1)).toEqual([]);
    expect(problems(1000)).toEqual([]);
  });

  test('at publishing, when the review waits for the end of a window that has none', async () => {
    const reviewPolicy = 'AFTER_WINDOW';
    const { id } = await desk.save('Assessment', { slug: 'endless', content: content({ reviewPolicy }) });
    const { problems } = await desk.plan([id]);
    expect(problems.map(({ severity, pointer, code }) => `${severity} ${pointer} ${code}`)).toEqual([
      'ERROR /closesAt required',
    ]);
    const closed = content({ reviewPolicy, closesAt: '2026-09-01T08:00:00Z' });
    await desk.save('Assessment', { documentId: id, expectedVersion: 1, content: closed });
    await desk.publish([id]);
    expect(await app.ask(`{ assessment(slug: "endless") ${window} }`)).toEqual({
      assessment: { maxAttempts: null, opensAt: null, closesAt: '2026-09-01T08:00:00.000Z', reviewPolicy },
    });
  });
});

describe('a window is stored', () => {
  test('in UTC, by its content and by its row, and answered so', async () => {
    const given = { maxAttempts: 3, opensAt: '2026-09-01T08:00:00+02:00', closesAt: '2026-09-30T23:59:59.5-03:00' };
    const stored = { opensAt: '2026-09-01T06:00:00.000Z', closesAt: '2026-10-01T02:59:59.500Z' };
    const saved = await desk.save('Assessment', { slug: 'autumn', content: content(given) });
    expect(saved.content).toMatchObject({ maxAttempts: 3, ...stored });
    const draft = await app.ask(
      `{ assessment(slug: "autumn") ${window} }`,
      {},
      { ...desk.editor, 'x-perspective': 'draft' },
    );
    expect(draft).toEqual({ assessment: { maxAttempts: 3, reviewPolicy: 'NEVER', ...stored } });
    const rows = (await app.dataSource.query(
      `SELECT pg_typeof(opens_at)::text AS type, opens_at, closes_at FROM assessment a
       JOIN document d ON d.latest_edition_id = a.edition_id WHERE slug = 'autumn'`,
    )) as object[];
    const [opens_at, closes_at] = [new Date(stored.opensAt), new Date(stored.closesAt)];
    expect(rows).toEqual([{ type: 'timestamp with time zone', opens_at, closes_at }]);
  });

  test('as one edition, however the same instants are written, by the API and in files', async () => {
    const { id } = await desk.save('Assessment', {
      slug: 'same',
      content: content({ opensAt: '2026-09-01T08:00:00Z' }),
    });
    const again = await desk.save('Assessment', {
      documentId: id,
      expectedVersion: 1,
      content: content({ opensAt: '2026-09-01T10:00:00.000+02:00' }),
    });
    expect(again.version).toBe(1);
    const drafts = async (opensAt: string) => {
      const files = contentFolder(file(`opensAt: ${opensAt}\n`));
      const [saved] = await saveDrafts(app.dataSource, await readContentFiles(files));
      return saved!;
    };
    expect((await drafts('2026-09-01T08:00:00Z')).changed).toBe(true);
    expect((await drafts('"2026-09-01T03:00:00-05:00"')).changed).toBe(false);
    expect((await drafts('2026-09-01T08:00:01Z')).changed).toBe(true);
  });
});
