import fc from 'fast-check';
import { parseGlobalId } from '../../src/kernel/graphql/global-id';
import { publishDrafts } from '../setup/content-store';
import { startTestApp, type TestApp } from '../setup/test-app';
import { levelDraft } from '../factories/level';
import { skillDraft } from '../factories/skill';

const NAMES = [
  'zebra',
  'Apple',
  'apple',
  'Éclair',
  'eclair',
  'Echo',
  'C',
  'C++',
  'C#',
  '.NET',
  'Résumé',
  'resume',
  'Resume',
  'a b',
  'ab',
  'a-b',
  'ß',
  'ss',
  '9 lives',
  '10 lives',
  'Ødegård',
];
/** A name of several, so that the id decides. */
const SAME = 'Same name';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp('empty');
  const names = [...NAMES, ...Array<string>(5).fill(SAME)];
  await publishDrafts(
    app.dataSource,
    names.map((name, index) => skillDraft(`skill-${index}`, { name })),
  );
  await publishDrafts(app.dataSource, [
    levelDraft('high', { rank: 30, name: 'A' }),
    levelDraft('low', { rank: 4, name: 'B' }),
    levelDraft('middle', { rank: 9, name: 'C' }),
  ]);
});
afterAll(() => app.stop());

const names = async (orderBy: string): Promise<string[]> =>
  (await app.ask(`{ skills(first: 100, orderBy: ${orderBy}) { edges { node { name } } } }`)).skills.edges.map(
    ({ node }: any) => node.name,
  );

test('an order that there is none of is refused', async () => {
  expect(await app.send('{ skills(orderBy: { field: SUMMARY }) { totalCount } }')).toMatchObject({
    status: 400,
    errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  });
  expect(
    await app.send('query ($o: SkillOrder) { skills(orderBy: $o) { totalCount } }', { o: { direction: 'DESC' } }),
  ).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
});

test('names come as in an English dictionary: case and accents decide last', async () => {
  const dictionary = [...NAMES, ...Array<string>(5).fill(SAME)].toSorted(new Intl.Collator('en').compare);
  await expect(names('{ field: NAME }')).resolves.toEqual(dictionary);
  await expect(names('{ field: NAME, direction: DESC }')).resolves.toEqual(dictionary.toReversed());
  const eclairs = dictionary.filter((name) => /^[eé]c/i.test(name));
  expect(eclairs).toEqual(['Echo', 'eclair', 'Éclair']);
});

test('any names come in that order', async () => {
  const other = await startTestApp('empty');
  const letters = fc
    .string({ unit: fc.constantFrom(...'aAbBzZéÉöñ -.019'), minLength: 1, maxLength: 8 })
    .filter((name) => name.trim() === name);
  const [given] = fc.sample(fc.uniqueArray(letters, { minLength: 90, maxLength: 90 }), 1);
  try {
    await publishDrafts(
      other.dataSource,
      given!.map((name, index) => skillDraft(`skill-${index}`, { name })),
    );
    const { skills } = await other.ask('{ skills(first: 100, orderBy: { field: NAME }) { edges { node { name } } } }');
    expect(skills.edges.map(({ node }: any) => node.name)).toEqual(given!.toSorted(new Intl.Collator('en').compare));
  } finally {
    await other.stop();
  }
});

test('equals come in the order of their ids, and the other way round when descending', async () => {
  const ids = async (direction: string): Promise<string[]> => {
    const query = `{ skills(filter: { name: { eq: "${SAME}" } }, orderBy: { field: NAME, direction: ${direction} }) { edges { node { id } } } }`;
    return (await app.ask(query)).skills.edges.map(({ node }: any) => parseGlobalId(node.id)!.key);
  };
  const ascending = await ids('ASC');
  expect(ascending).toHaveLength(5);
  expect(ascending).toEqual(ascending.toSorted());
  await expect(ids('DESC')).resolves.toEqual(ascending.toReversed());
});

test('numbers come by size, and each order has both directions', async () => {
  const levels = async (args: string) =>
    (await app.ask(`{ levels${args} { slug } }`)).levels.map(({ slug }: any) => slug);
  await expect(levels('')).resolves.toEqual(['low', 'middle', 'high']);
  await expect(levels('(orderBy: { field: RANK, direction: DESC })')).resolves.toEqual(['high', 'middle', 'low']);
  await expect(levels('(orderBy: { field: NAME })')).resolves.toEqual(['high', 'low', 'middle']);
  await expect(levels('(orderBy: { field: SLUG })')).resolves.toEqual(['high', 'low', 'middle']);
});

test('without orderBy, and with null, a list has its natural order', async () => {
  const plain = (await app.ask('{ skills(first: 100) { edges { node { name } } } }')).skills.edges.map(
    ({ node }: any) => node.name,
  );
  expect(plain).toEqual(await names('{ field: NAME }'));
  expect(plain).toEqual(await names('null'));
});
