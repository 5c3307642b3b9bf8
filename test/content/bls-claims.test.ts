import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { checkoutFolder } from '../../src/checkout-folder';
import type { ClaimedDemandContent, SalaryClaimContent } from '../../src/content/career/career-claims.content';
import type { CareerContent } from '../../src/content/career/career.content';
import { readStarterDocuments, type StarterDocuments } from '../setup/starter-documents';

/** The files of the Bureau as they were published, beside the checkout. */
const folder = join(checkoutFolder, '..', 'shared', 'data', 'bls-oews');
const wageFile = join(folder, 'national_M2024_dl.csv.gz');
const projectionFile = join(folder, 'employment-projections-2024-2034.csv.gz');
const WAGES = 'bls-occupational-wages';
const PROJECTIONS = 'bls-employment-projections';

type Row = Readonly<Record<string, string>>;

let starter: StarterDocuments;
beforeAll(async () => {
  starter = await readStarterDocuments();
});

const careers = (): [slug: string, content: CareerContent][] => starter.all<CareerContent>('career');
const wages = () =>
  careers().flatMap(([slug, career]) =>
    (career.salaryClaims ?? []).filter(({ source }) => source === WAGES).map((claim) => ({ slug, claim })),
  );
const projections = () =>
  careers().flatMap(([slug, career]) =>
    (career.demand ?? []).filter(({ source }) => source === PROJECTIONS).map((claim) => ({ slug, claim })),
  );
const socOf = (text = ''): string => /\(SOC (\d\d-\d{4})\)/.exec(text)?.[1] ?? 'none';

test('the claims of the Bureau stand on careers, never on a level, and each names its occupation', () => {
  const ofLevels = careers().flatMap(([, { levels = [] }]) => levels.flatMap(({ salaryClaims = [] }) => salaryClaims));
  expect(ofLevels.filter(({ source }) => source === WAGES)).toEqual([]);
  expect(wages().length).toBeGreaterThan(0);
  for (const { slug, claim } of wages())
    expect([slug, socOf(claim.note)]).toEqual([slug, expect.stringMatching(/^\d/)]);
});

test('a career with wages of an occupation has its projection too, and the other way round', () => {
  const pairs = (list: { slug: string; claim: SalaryClaimContent | ClaimedDemandContent }[]) =>
    list.map(
      ({ slug, claim }) => `${slug} ${socOf('note' in claim ? claim.note : (claim as ClaimedDemandContent).text)}`,
    );
  expect(pairs(projections()).toSorted()).toEqual(pairs(wages()).toSorted());
});

test('careers that are told apart by rank alone have no figures that cover all ranks', () => {
  const withFigures = new Set([...wages(), ...projections()].map(({ slug }) => slug));
  const ranks = ['senior-backend-engineer', 'staff-engineer', 'tech-lead'];
  expect(ranks.filter((slug) => withFigures.has(slug))).toEqual([]);
});

if (!existsSync(wageFile) || !existsSync(projectionFile)) {
  // oxlint-disable-next-line jest/no-disabled-tests
  test.skip(`the figures of the Bureau: its files are not in ${folder}`, () => undefined);
} else {
  const wageRows = table(wageFile).filter((row) => row.O_GROUP === 'detailed');
  const projectionRows = table(projectionFile);
  const number = (text: string) => Number(text.replaceAll(',', ''));

  test('every wage is what the Bureau prints for the occupation that its note names', () => {
    for (const { slug, claim } of wages()) {
      const soc = socOf(claim.note);
      const row = wageRows.find((each) => each.OCC_CODE === soc)!;
      expect([slug, claim.min, claim.max ?? '#']).toEqual([slug, number(row.A_PCT10!), openOr(row.A_PCT90!)]);
      const { currency, period, region, confidence, statedOn } = claim;
      expect({ currency, period, region, confidence, statedOn }).toEqual({
        currency: 'USD',
        period: 'YEAR',
        region: 'United States',
        confidence: 'HIGH',
        statedOn: '2025-04-02',
      });
      expect(claim.note).toContain(`${row.OCC_TITLE} (SOC ${soc})`);
      expect(claim.note).toContain('all levels');
      const told = [...claim.note!.matchAll(/\d{2,3},\d{3}/g)].map(([figure]) => number(figure));
      const printed = [row.A_PCT10, row.A_PCT25, row.A_MEDIAN, row.A_PCT75, row.A_PCT90].map((figure) =>
        figure === '#' ? 239_200 : number(figure!),
      );
      expect([slug, told]).toEqual([slug, printed]);
    }
  });

  test('every projection is what the Bureau prints, and the outlook follows the rule of the source', () => {
    const total = (column: string) => projectionRows.reduce((sum, row) => sum + number(row[column]!), 0);
    const all = Math.round((total('Employment 2034') / total('Employment 2024') - 1) * 1000) / 10;
    expect(all).toBe(3.1);
    for (const { slug, claim } of projections()) {
      const soc = socOf(claim.text);
      const row = projectionRows.find((each) => each['Occupation Code'] === `="${soc}"`)!;
      const growth = Number(row['Employment Percent Change, 2024-2034']);
      const figures = [
        `${row['Occupation Title']!.split(/\s+\*/)[0]!.toLowerCase()} (SOC ${soc})`,
        `by ${growth}% from 2024 to 2034`,
        `from ${row['Employment 2024']} to ${row['Employment 2034']} thousand`,
        `${all}%`,
        `${row['Occupational Openings, 2024-2034 Annual Average']} thousand positions`,
      ];
      for (const figure of figures) expect([slug, claim.text]).toEqual([slug, expect.stringContaining(figure)]);
      const outlook = growth < 0 ? 'WEAK' : growth >= 2 * all ? 'STRONG' : 'STEADY';
      expect([slug, claim.outlook, claim.statedOn]).toEqual([slug, outlook, '2025-08-28']);
    }
  });
}

/** A figure, or the mark of a wage at or above the highest one that is printed. */
function openOr(printed: string): number | string {
  return printed === '#' ? '#' : Number(printed);
}

/** The rows of a gzipped CSV file by the names of its first line; fields may be quoted. */
function table(file: string): Row[] {
  const text = gunzipSync(readFileSync(file))
    .toString('utf8')
    .replace(/^\ufeff/, '');
  const [names = [], ...rows] = records(text);
  return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? ''])));
}

function records(text: string): string[][] {
  const found: string[][] = [[]];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    found.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end !== ',') found.push([]);
  }
  return found.filter((record) => record.length > 1);
}
