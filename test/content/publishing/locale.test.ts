import { requestedLocale } from '../../../src/content/publishing/locale';

test.each([
  [undefined, undefined],
  ['', undefined],
  ['*', undefined],
  ['*;q=0.5', undefined],
  [',,;;,', undefined],
  ['en_US', undefined],
  ['toolonglanguage', undefined],
  ['de;q=0', undefined],
  ['de;q=nonsense', undefined],
  ['<script>', undefined],
  ['de', 'de'],
  ['DE-at', 'de-AT'],
  ['zh-hant-tw', 'zh-Hant-TW'],
  ['de, en', 'de'],
  ['de;q=0.5, fr;q=0.9', 'fr'],
  ['de;q=0.9, fr;q=0.9', 'de'],
  ['de ; q = 0.5,fr ;q=0.7', 'fr'],
  ['de;Q=0.5, fr;Q=0.9', 'fr'],
  ['*, de;q=0.1', 'de'],
  ['en_US, de;q=0.1', 'de'],
  ['de;q=0, fr;q=0.1', 'fr'],
  [['de', 'fr'], 'de'],
  [`${'x,'.repeat(10_000)}de`, undefined],
])('accept-language %j asks for %j', (header, locale) => {
  expect(requestedLocale(header)).toBe(locale);
});
