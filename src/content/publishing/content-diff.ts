import { isDeepStrictEqual } from 'node:util';
import { Field, ObjectType } from 'type-graphql';
import { GraphQLJSON } from 'graphql-scalars';
import { pointerTo } from '../../kernel/errors/problem';

/** One field that differs between two contents. */
@ObjectType({ description: 'One field that differs between two states of a content.', simpleResolvers: true })
export class FieldChange {
  @Field({
    description:
      'Where it stands: a JSON pointer (RFC 6901) into the content, by its position in the later state, or in the earlier one if it was removed.',
  })
  pointer!: string;

  @Field(() => GraphQLJSON, { nullable: true, description: 'What it was; null if it was not there.' })
  before!: unknown;

  @Field(() => GraphQLJSON, { nullable: true, description: 'What it is; null if it is gone.' })
  after!: unknown;
}

/**
 * The fields in which two contents differ. Items of a list are told apart by their ids, so that an item that moved or was
 * edited is not reported as a removal and an addition; a changed order is reported once, as the lists of ids.
 */
export function diffContents(before: unknown, after: unknown, pointer = ''): FieldChange[] {
  if (isDeepStrictEqual(before, after) || (isNothing(before) && isNothing(after))) return [];
  if (isItemList(before) && isItemList(after)) return diffItems(before, after, pointer);
  if (isRecord(before) && isRecord(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => diffContents(before[name], after[name], pointerTo(pointer, name)));
  }
  return [{ pointer, before: before ?? null, after: after ?? null }];
}

/** Left out, null and an empty list say the same; only the first is ever stored. */
const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

interface Item {
  readonly id: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isItemList = (value: unknown): value is Item[] =>
  Array.isArray(value) && value.length > 0 && value.every((entry) => isRecord(entry) && typeof entry.id === 'string');

function diffItems(before: readonly Item[], after: readonly Item[], pointer: string): FieldChange[] {
  const earlier = new Map(before.map((item) => [item.id, item]));
  const later = new Set(after.map((item) => item.id));
  const removed = before.flatMap((item, index) =>
    later.has(item.id) ? [] : [{ pointer: pointerTo(pointer, index), before: item, after: null }],
  );
  const rest = after.flatMap((item, index) => diffContents(earlier.get(item.id), item, pointerTo(pointer, index)));
  const kept = (items: readonly Item[], others: { has(id: string): boolean }) =>
    items.map((item) => item.id).filter((id) => others.has(id));
  const [orderBefore, orderAfter] = [kept(before, later), kept(after, earlier)];
  const moved = isDeepStrictEqual(orderBefore, orderAfter) ? [] : [{ pointer, before: orderBefore, after: orderAfter }];
  return [...removed, ...rest, ...moved];
}
