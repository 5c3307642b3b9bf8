import { parsePerspective } from '../../../src/content/publishing/perspective';

const uuid = 'a1b2c3d4-0000-5000-8000-000000000000';

test.each([
  '',
  'Published',
  'published ',
  'published:1',
  'draft:1',
  'release',
  'release:',
  'release:1',
  `release:${uuid.toUpperCase()}`,
  `release:${uuid}:1`,
  `release: ${uuid}`,
  'publication',
  'publication:',
  'publication:0',
  'publication:-1',
  'publication:01',
  'publication:1.5',
  'publication:1e3',
  'publication:9999999999',
  "publication:1'--",
  'published, draft',
  'constructor',
])('%j is no perspective', (text) => {
  expect(parsePerspective(text)).toBeUndefined();
});

test.each([
  ['published', { kind: 'published' }],
  ['draft', { kind: 'draft' }],
  [`release:${uuid}`, { kind: 'release', releaseId: uuid }],
  ['publication:1', { kind: 'publication', number: 1 }],
  ['publication:999999999', { kind: 'publication', number: 999_999_999 }],
])('%j is the perspective %j', (text, perspective) => {
  expect(parsePerspective(text)).toEqual(perspective);
});
