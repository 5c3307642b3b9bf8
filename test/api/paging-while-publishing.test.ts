import fc from 'fast-check';
import { Importance } from '../../src/content/career/career-enums';
import type { SavedDraft } from '../../src/content/publishing/save-editions';
import { type ConnectionUnderTest, walk } from '../setup/connections';
import { publishChanges, publishDrafts, saveDrafts } from '../setup/content-store';
import { startTestApp, type TestApp } from '../setup/test-app';
import { careerDraft } from '../factories/career';
import { skillDraft } from '../factories/skill';

/** Letters of which names are made, so that what comes and goes stands before, between and behind what stays. */
const LETTERS = [...'abcdefghij'];

let app: TestApp;
let comingAndGoing: SavedDraft[];
beforeAll(async () => {
  app = await startTestApp('empty');
  await publishDrafts(app.dataSource, [
    skillDraft('wanted'),
    ...LETTERS.map((letter) => skillDraft(`skill-${letter}`)),
  ]);
  // Titles run against slugs, and some are equal, so that ids decide.
  const career = (slug: string, index: number) =>
    careerDraft(slug, ['wanted'], { title: `Career ${String.fromCharCode(122 - (index >> 1))}` });
  await publishDrafts(
    app.dataSource,
    LETTERS.map((letter, index) => career(`career-${letter}-stays`, index)),
  );
  comingAndGoing = await saveDrafts(
    app.dataSource,
    LETTERS.map((letter, index) => career(`career-${letter}`, index)),
  );
  await publishDrafts(app.dataSource, [ownerWith(LETTERS)]);
});
afterAll(() => app.stop());

const ownerWith = (letters: readonly string[]) => {
  const skills = letters.map((letter) => ({ skill: `skill-${letter}`, importance: Importance.IMPORTANT }));
  return careerDraft('owner', [], {
    skills: skills.length > 0 ? skills : [{ skill: 'wanted', importance: Importance.OPTIONAL }],
  });
};

const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
/** For each step, which of the letters are there. */
const presence = fc.array(fc.subarray(LETTERS), { minLength: 1, maxLength: 12 });

/** Walks a list while something is done between its pages, and looks at what stays: it must be met once, in order. */
async function expectSteady(
  connection: ConnectionUnderTest,
  {
    stays,
    pages,
    backward,
    between,
  }: { stays: (node: any) => boolean; pages: number[]; backward: boolean; between: () => Promise<unknown> },
): Promise<void> {
  const staying = (met: string[]) => met.filter((node) => stays(JSON.parse(node)));
  const before = staying(await walk(app, connection, [100], false));
  const met = await walk(app, connection, pages, backward, between);
  expect(new Set(met).size).toBe(met.length);
  expect(staying(met)).toEqual(before);
}

test.each<ConnectionUnderTest>([
  { name: 'careers by title', path: ['careers'], key: 'slug' },
  {
    name: 'careers by title, descending',
    path: ['careers'],
    args: 'orderBy: { field: TITLE, direction: DESC }',
    key: 'slug',
  },
  { name: 'careers by slug', path: ['careers'], args: 'orderBy: { field: SLUG }', key: 'slug' },
  {
    name: 'careers by slug, descending',
    path: ['careers'],
    args: 'orderBy: { field: SLUG, direction: DESC }',
    key: 'slug',
  },
  { name: 'careers of a skill', path: ['skill(slug: "wanted")', 'careers'], key: 'slug' },
])(
  '$name: what stays is met once and in order, whatever is published and taken out between two pages',
  async (connection) => {
    await fc.assert(
      fc.asyncProperty(sizes, presence, fc.boolean(), async (pages, steps, backward) => {
        let step = 0;
        const between = () => {
          const present = steps[step++ % steps.length]!;
          const changes = comingAndGoing.map(({ documentId, editionId }, index) => ({
            documentId,
            editionId: present.includes(LETTERS[index]!) ? editionId : null,
          }));
          return publishChanges(app.dataSource, changes);
        };
        await expectSteady(connection, { stays: ({ slug }) => slug.endsWith('-stays'), pages, backward, between });
      }),
      { numRuns: 3 },
    );
  },
);

test('a list that a document owns: what stays is met once and in order, whatever new editions add and remove', async () => {
  const connection = { name: '', path: ['career(slug: "owner")', 'skills'], key: 'slug' };
  await fc.assert(
    fc.asyncProperty(sizes, presence, fc.subarray(LETTERS), fc.boolean(), async (pages, steps, always, backward) => {
      let step = 0;
      const publishStep = () => {
        const present = steps[step++ % steps.length]!;
        return publishDrafts(app.dataSource, [
          ownerWith(LETTERS.filter((letter) => always.includes(letter) || present.includes(letter))),
        ]);
      };
      await publishStep();
      await expectSteady(connection, {
        stays: ({ slug }) => always.includes(slug.replace('skill-', '')),
        pages,
        backward,
        between: publishStep,
      });
    }),
    { numRuns: 5 },
  );
});

test('the log of publications: what was there when the walk began is met once and in order while others are made', async () => {
  const { publications } = await app.ask('{ publications { totalCount } }');
  let made = 0;
  const between = async () => {
    if (made < 10) await publishDrafts(app.dataSource, [skillDraft(`made-meanwhile-${made++}`)]);
  };
  const stays = ({ number }: { number: number }) => number <= publications.totalCount;
  const connection = { name: '', path: ['publications'], key: 'number' };
  await expectSteady(connection, { stays, pages: [9, 2], backward: false, between });
  await expectSteady(connection, { stays, pages: [9, 2], backward: true, between });
});
