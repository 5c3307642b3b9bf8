import 'reflect-metadata';
import { raw } from 'sql-template-tag';
import { defineFilter, textField } from '../../../src/kernel/graphql/filter';

const filter = defineFilter('FilterSizeTestFilter', 'thing', { name: textField('By name.') });
const compile = (value: object) =>
  filter.compile(value, {
    alias: 'n',
    documentId: raw('n.document_id'),
    visible: raw('published'),
    depth: 0,
    pointer: '/filter',
    compiled: { count: 0 },
  });
const named = (count: number): object[] => Array.from({ length: count }, (_, index) => ({ name: { eq: `${index}` } }));

test('a filter of more than 200 conditions is refused, however they are spread over its levels', () => {
  for (const value of [{ or: named(100), and: named(100) }, { and: [{ or: named(99) }, { not: { or: named(99) } }] }]) {
    expect(() => compile(value)).toThrow(/200 conditions at most/);
  }
});

test('a filter of as many as that is compiled, and one filter does not count for the next', () => {
  for (const _ of [1, 2]) expect(compile({ or: named(99), and: named(100) }).values).toHaveLength(199);
});
