import '../../../src/modules';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { parse } from 'yaml';
import { checkoutFolder } from '../../../src/checkout-folder';
import { allKinds } from '../../../src/content/publishing/content-kinds';
import { contentJsonSchema } from '../../../src/content/publishing/content-json-schema';
import { readContentFiles } from '../../../src/content/transfer/content-files';
import { careerFile, validFiles } from '../../factories/content-files';
import { wholeFiles } from '../../factories/whole-content';
import { changed } from '../../setup/content-folder';

interface Definition {
  readonly description?: string;
  readonly properties: Record<string, { readonly description?: string }>;
}

const { $schema, ...schema } = contentJsonSchema();
let validator: FastifyInstance;

/** Fastify validates bodies by JSON Schema: one route a kind, with nothing coerced and nothing removed. */
beforeAll(async () => {
  const customOptions = { coerceTypes: false, removeAdditional: false, useDefaults: false, allErrors: true } as const;
  validator = Fastify({ ajv: { customOptions } });
  for (const { folder } of allKinds()) {
    const body = { ...schema, $ref: `#/$defs/${folder}` };
    validator.post(`/${folder}`, { schema: { body } }, async () => 'valid');
  }
  await validator.ready();
});
afterAll(() => validator.close());

/** What the schema says about a document of a kind: `valid`, or what is wrong. */
async function verdict(folder: string, document: unknown): Promise<string> {
  const payload = JSON.stringify(document);
  const headers = { 'content-type': 'application/json' };
  const response = await validator.inject({ method: 'POST', url: `/${folder}`, headers, payload });
  return response.statusCode === 200 ? response.body : (response.json() as { message: string }).message;
}

test('says which JSON Schema it is, and has a definition for each kind of file', () => {
  expect($schema).toBe('https://json-schema.org/draft/2020-12/schema');
  for (const { folder } of allKinds()) expect(schema).toHaveProperty(`$defs.${folder}.additionalProperties`, false);
});

test.each([
  ['an unknown field', 'tagline', 'tag', /must NOT have additional properties/],
  ['a missing field', 'title: Clerk\n', '', /must have required property 'title'/],
  ['a value that is no choice', 'IMPORTANT', 'VITAL', /importance must be equal to one of the allowed values/],
  ['a text that is too long', 'Clerk', 'x'.repeat(121), /title must NOT have more than 120 characters/],
  ['a number out of range', 'min: 100', 'min: -1', /min must be >= 0/],
  ['a day that the calendar lacks', '2026-01-20', '2026-02-30', /statedOn must match format "date"/],
  ['a reference that is no slug', 'source: a-page', 'source: A Page', /source must match pattern/],
])('%s in a file is not valid by it', async (_, part, by, message) => {
  expect(await verdict('career', parse(changed(careerFile, part, by)))).toMatch(message);
});

/** For kinds with rules of their own, a mistake that authors make, and what the schema says of it. */
const mistakes: Record<string, [part: string, by: string, message: RegExp]> = {
  assessment: ['kind: QUIZ', 'kind: TEST', /kind must be equal to one of the allowed values/],
  career: ['industries: [retail]', 'industries: retail', /industries must be array/],
  employer: ['name: Shop', 'nmae: Shop', /must have required property 'name'.*must NOT have additional properties/],
  industry: ['name: Retail', 'name: 5', /name must be string/],
  level: ['rank: 1', 'rank: 1.5', /rank must be integer/],
  project: ['skills: [skill-0]', 'skills: []', /skills must NOT have fewer than 1 items/],
  question: ['correctOptions: [this]', 'correctOption: this', /key must NOT have additional properties/],
  skill: ['id: topic', 'id: A Topic', /topics\/0\/id must match pattern/],
  source: ['name: Survey', 'name: Survey\nurl: bls.gov', /url must match format "uri"/],
};
const filesByKind: Record<string, string> = {
  ...Object.fromEntries(Object.entries(wholeFiles).map(([path, text]) => [path.split('/')[0]!, text])),
  level: wholeFiles['level/junior.yaml']!,
  question: wholeFiles['question/which.yaml']!,
  employer: 'name: Shop\n',
  source: 'name: Survey\n',
};

test.each(Object.entries(mistakes))(
  'a mistake that authors make in a %s is not valid by it',
  async (kind, [part, by, message]) => {
    const text = filesByKind[kind]!;
    expect(await verdict(kind, parse(text))).toBe('valid');
    const wrong = changed(text, part, by);
    expect(await verdict(kind, parse(wrong))).toMatch(message);
  },
);

test.each(allKinds().map(({ folder }) => folder))(
  'a %s with a field that no kind has is not valid by it',
  async (folder) => {
    expect(await verdict(folder, { surprise: 'x' })).toMatch(/must NOT have additional properties/);
  },
);

test('every property tells what it is', () => {
  const silent: string[] = [];
  for (const [name, definition] of Object.entries(schema.$defs as Record<string, Definition>)) {
    expect([name, definition.description]).toEqual([name, expect.stringMatching(/^[A-Z].{5,}\.$/)]);
    for (const [property, { description = '' }] of Object.entries(definition.properties))
      if (!/^\S[^]{5,}\.$/.test(description)) silent.push(`${name}.${property}`);
  }
  expect(silent).toEqual([]);
});

test('a choice tells what each value means, and a reference what it names', () => {
  const { CareerSkillContent } = schema.$defs as Record<string, Definition>;
  const told = (property: string) => CareerSkillContent!.properties[property]!.description!;
  expect(told('importance')).toMatch(/^How much it is needed\.\nESSENTIAL: .+\.\nIMPORTANT: .+\.\nOPTIONAL: .+\.$/);
  expect(told('skill')).toMatch(/^The skill that it needs\. Written as the slug of a skill: /);
});

test('an instant without its offset is not valid by it, nor a factor of nothing', async () => {
  const assessment = { title: 'T', kind: 'EXAM', summary: 'S.', estimatedMinutes: 1, questions: ['asked'] };
  const opening = (opensAt: string) => verdict('assessment', { ...assessment, opensAt });
  expect(await opening('2026-09-01T08:00:00')).toMatch(/opensAt must match format "date-time"/);
  expect(await opening('2026-02-30T08:00:00Z')).toMatch(/opensAt must match format "date-time"/);
  expect(await opening('2026-09-01T08:00:00Z')).toBe('valid');
  expect(await opening('2026-09-01T10:00:00.5+02:00')).toBe('valid');
  const converting = (factor: number) =>
    verdict('question', { kind: 'NUMERIC', prompt: 'How long?', otherUnits: [{ unit: 's', factor }] });
  expect(await converting(0)).toMatch(/otherUnits\/0\/factor must be >= /);
  expect(await converting(1000)).toBe('valid');
});

test.each(Object.entries(validFiles))('%s is valid by it', async (path, text) => {
  expect(await verdict(path.split('/')[0]!, parse(text))).toBe('valid');
});

test('every starter file is valid by it', async () => {
  const folder = join(checkoutFolder, 'content');
  const files = await readContentFiles(folder);
  expect(files.length).toBeGreaterThan(100);
  for (const { kind, slug } of files) {
    const name = `${kind.folder}/${slug}.yaml`;
    const document: unknown = parse(readFileSync(join(folder, name), 'utf8'));
    expect([name, await verdict(kind.folder, document)]).toEqual([name, 'valid']);
  }
});
