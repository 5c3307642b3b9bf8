import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessPage, accessRules, mayPass } from '../../scripts/print-access';
import { checkoutFolder } from '../../src/checkout-folder';
import { allKinds } from '../../src/content/publishing/content-kinds';
import { documentIdFor } from '../../src/content/publishing/document-id';
import { toGlobalId } from '../../src/kernel/graphql/global-id';
import { makeSchema } from '../../src/kernel/graphql/schema';
import { modules } from '../../src/modules';
import { type Caller, type CallerHeaders, callers, signInCallers } from '../setup/callers';
import { reachableTypes, rootCoordinates } from '../setup/reachable-types';
import { type GivenValues, operationFor } from '../setup/root-operations';
import { startTestApp, type TestApp } from '../setup/test-app';
import { accessMatrix, hiddenTypes, publicRoots } from './access-matrix';

const schema = makeSchema(modules);
const coordinates = rootCoordinates(schema);
const kinds = allKinds();
const unknown: GivenValues = {
  id: toGlobalId('Career', '00000000-0000-5000-8000-000000000000'),
  slug: 'x',
  number: 999,
};

let app: TestApp;
let headersOf: Record<Caller, CallerHeaders>;
beforeAll(async () => {
  app = await startTestApp('content');
  headersOf = await signInCallers(app, callers);
});
afterAll(() => app.stop());

/** Codes of a field that ran and did not like its arguments. */
const afterTheRule = ['BAD_USER_INPUT', 'NOT_FOUND', 'CONFLICT', 'NOT_PUBLISHABLE'];

async function mayUse(coordinate: string, headers: CallerHeaders): Promise<boolean> {
  const { errors = [], data } = await app.send(operationFor(schema, coordinate, unknown), {}, headers);
  const codes = errors.map((error) => error.extensions.code as string);
  if (codes.some((code) => code === 'FORBIDDEN' || code === 'UNAUTHENTICATED')) return false;
  // Only a request that reached the field says something about its rule.
  if (data === undefined || !codes.every((code) => afterTheRule.includes(code)))
    throw new Error(`${coordinate} did not run: ${JSON.stringify(errors)}`);
  return true;
}

describe('the access matrix', () => {
  test('names every root field, and no other field', () => {
    expect(Object.keys(accessMatrix)).toEqual(coordinates.toSorted());
  });

  test('is what every root field answers to every caller', async () => {
    const found: Record<string, Caller[]> = {};
    for (const coordinate of coordinates) {
      found[coordinate] = [];
      for (const caller of callers) {
        if (await mayUse(coordinate, headersOf[caller])) found[coordinate].push(caller);
      }
    }
    const inOrder = Object.fromEntries(
      Object.entries(accessMatrix).map(([coordinate, may]) => [
        coordinate,
        callers.filter((each) => may.includes(each)),
      ]),
    );
    expect(found).toEqual(inOrder);
  });

  test('is what docs/access.md says, and that page is fresh; if not, run npm run print-access', async () => {
    const page = readFileSync(join(checkoutFolder, 'docs', 'access.md'), 'utf8');
    expect(page).toBe(await accessPage());
    const cells = page
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.split('|').map((cell) => cell.trim()));
    const [header, , ...rows] = cells;
    const roles = callers.filter((caller) => header!.includes(caller));
    expect(roles).toEqual(callers.filter((caller) => caller !== 'EDITOR token'));
    for (const [coordinate, may] of Object.entries(accessMatrix)) {
      const row = rows.find((each) => each[1] === `\`${coordinate}\``)!;
      expect([coordinate, roles.filter((role) => row[header!.indexOf(role)] === 'yes')]).toEqual([
        coordinate,
        roles.filter((role) => may.includes(role)),
      ]);
    }
  });
});

describe('a refusal', () => {
  const slugOf = (kind: (typeof kinds)[number]) => ({ CAREER: 'backend-engineer', SKILL: 'sql' })[kind.kind];
  const existing = kinds.flatMap((kind) => {
    const slug = slugOf(kind);
    return slug ? [{ id: toGlobalId(kind.node.name, documentIdFor(kind.kind, slug)), slug, number: 1 }] : [];
  });
  const optional = ['documentId', 'slug', 'id', 'expectedVersion', 'email'];

  test('is UNAUTHENTICATED for anonymous callers and FORBIDDEN for others, and the same whether or not the thing exists', async () => {
    expect(existing).toHaveLength(2);
    const [{ id }] = existing as [GivenValues];
    // And what exists is indeed another answer to those who may.
    const plans = [unknown, { ...unknown, id }].map((given) => operationFor(schema, 'Query.publishPlan', given));
    const [missing, found] = await Promise.all(plans.map((plan) => app.send(plan, {}, headersOf.EDITOR)));
    expect(missing!.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
    expect(found!.errors).toBeUndefined();
    for (const [coordinate, may] of Object.entries(accessMatrix)) {
      for (const caller of callers.filter((each) => !may.includes(each))) {
        const answers = new Set<string>();
        for (const given of [unknown, ...existing]) {
          const answer = await app.send(
            operationFor(schema, coordinate, { ...given, optional }),
            {},
            headersOf[caller],
          );
          expect(answer).toMatchObject({
            errors: [{ extensions: { code: caller === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN' } }],
          });
          answers.add(JSON.stringify(answer).replace(/"requestId":"[^"]*"/, ''));
        }
        expect([coordinate, caller, [...answers]]).toEqual([coordinate, caller, [expect.anything()]]);
      }
    }
  });
});

describe('what an anonymous caller can reach', () => {
  const open = Object.keys(accessMatrix).filter((coordinate) => accessMatrix[coordinate]!.includes('anonymous'));

  test('is what the rules beside the resolvers leave open', async () => {
    const passing: string[] = [];
    for (const [coordinate, rule] of accessRules()) {
      if (coordinates.includes(coordinate) && (await mayPass(rule, null))) passing.push(coordinate);
    }
    expect(passing).toEqual(open);
  });

  test('is content, and no type of editors, admins or accounts', () => {
    const reached = reachableTypes(schema, publicRoots);
    const objects = [...reachableTypes(schema, coordinates)].filter((name) => 'getInterfaces' in schema.getType(name)!);
    const saving = kinds.map((kind) => `Save${kind.node.name}Payload`);
    expect(objects.filter((name) => !reached.has(name)).toSorted()).toEqual([...hiddenTypes, ...saving].toSorted());
  });

  test('is read and never changed, but for the own account', () => {
    expect(publicRoots.filter((coordinate) => !coordinate.startsWith('Query.'))).toEqual([]);
  });

  test('is nothing of somebody else through the account fields: without a token there is no viewer', async () => {
    expect(await app.ask('{ viewer { id email displayName roles apiTokens { id } } }')).toEqual({ viewer: null });
    const { viewer } = await app.ask('{ viewer { displayName roles } }', {}, headersOf['EDITOR token']);
    expect(viewer).toEqual({ displayName: 'Admin', roles: ['EDITOR'] });
  });
});
