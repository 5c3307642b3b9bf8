import { Kind, type SelectionSetNode } from 'graphql';
import type { OperationParts } from './operation-parts';

/** What of an operation can be counted without its schema. */
export interface OperationShape {
  /** How many fields lie in each other at most. What lies in __schema and __type does not count: the engine bounds it. */
  readonly depth: number;
  /** How many fields are asked for under another name, as often as the fragments they stand in are used. */
  readonly aliases: number;
}

const nothing: OperationShape = { depth: 0, aliases: 0 };

/** Measures an operation. Each fragment is measured once, however often it is spread. */
export function operationShape({
  operation,
  fragments,
}: Pick<OperationParts, 'operation' | 'fragments'>): OperationShape {
  const measured = new Map<string, OperationShape>();

  function ofSelections({ selections }: SelectionSetNode): OperationShape {
    let depth = 0;
    let aliases = 0;
    for (const selection of selections) {
      let inner = nothing;
      if (selection.kind === Kind.FRAGMENT_SPREAD) inner = ofFragment(selection.name.value);
      else if (selection.selectionSet) inner = ofSelections(selection.selectionSet);
      if (selection.kind === Kind.FIELD) {
        const isIntrospection = selection.name.value.startsWith('__');
        inner = {
          depth: isIntrospection ? 1 : inner.depth + 1,
          aliases: inner.aliases + (selection.alias ? 1 : 0),
        };
      }
      depth = Math.max(depth, inner.depth);
      aliases = Math.min(aliases + inner.aliases, Number.MAX_SAFE_INTEGER);
    }
    return { depth, aliases };
  }

  function ofFragment(name: string): OperationShape {
    let shape = measured.get(name);
    if (!shape) {
      // A fragment that spreads itself never gets here: validation refused it.
      shape = ofSelections(fragments.get(name)!.selectionSet);
      measured.set(name, shape);
    }
    return shape;
  }

  return ofSelections(operation.selectionSet);
}
