import { Kind, visit } from 'graphql';
import type { OperationParts } from './operation-parts';

/** How many entries the longest list has that is written in the arguments and variables of an operation. */
export function longestListInDocument({
  operation,
  fragments,
}: Pick<OperationParts, 'operation' | 'fragments'>): number {
  let longest = 0;
  for (const definition of [operation, ...fragments.values()]) {
    visit(definition, {
      [Kind.LIST]: ({ values }) => {
        longest = Math.max(longest, values.length);
      },
    });
  }
  return longest;
}

/** What of JSON can be counted before anything reads it. */
export interface ValueShape {
  /** How many entries its longest list has. */
  readonly longest: number;
  /** How many entries all lists and objects have together. */
  readonly values: number;
  /** Whether lists and objects lie in each other deeper than the limit; then the others are not complete. */
  readonly tooDeep: boolean;
}

/** Measures variables as they came. Goes level by level, without recursion, which a deep one would overflow. */
export function shapeOfValue(value: unknown, maxDepth: number): ValueShape {
  let longest = 0;
  let values = 0;
  let level: unknown[] = [value];
  for (let depth = 0; depth <= maxDepth; depth += 1) {
    const next: unknown[] = [];
    for (const each of level) {
      if (each === null || typeof each !== 'object') continue;
      if (Array.isArray(each)) longest = Math.max(longest, each.length);
      const entries: unknown[] = Object.values(each);
      values += entries.length;
      for (const inner of entries) if (inner !== null && typeof inner === 'object') next.push(inner);
    }
    if (next.length === 0) return { longest, values, tooDeep: false };
    level = next;
  }
  return { longest, values, tooDeep: true };
}
