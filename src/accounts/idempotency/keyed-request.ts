import { createHash } from 'node:crypto';
import {
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLField,
  GraphQLString,
  isNonNullType,
  isObjectType,
  Kind,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { RequestContext } from '../../kernel/context';
import { badInput } from '../../kernel/errors/errors';
import { takesPassword } from '../../kernel/graphql/mutation-cost';
import '../request-viewer';
import { networkOf } from '../rate-limits';

const HEADER = '/Idempotency-Key';
/** What clients send: a UUID, or any other text without spaces. */
const KEY = /^[\x21-\x7e]{1,255}$/;

/** The key of a header; BAD_USER_INPUT when it can't be one. */
export function requireIdempotencyKey(header: string): string {
  if (!KEY.test(header)) {
    throw badInput(
      HEADER,
      'format',
      'An Idempotency-Key has 1 to 255 characters of printable ASCII and no spaces: a new UUID for each mutation does well.',
    );
  }
  return header;
}

/** The one mutation of an operation; BAD_USER_INPUT where there are several, or one that can't be repeated by a key. */
export function requireRepeatable(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  document: DocumentNode,
): void {
  const fragments = new Map(
    document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  );
  const names = firstFields(operation.selectionSet, fragments, 2);
  if (names.length > 1) {
    throw badInput(HEADER, 'single', 'An Idempotency-Key goes with one mutation: send each in a request of its own.');
  }
  const field = schema.getMutationType()?.getFields()[names[0]!];
  const secret = field && secretOf(field);
  if (secret) {
    throw badInput(
      HEADER,
      'secret',
      `${names[0]} has ${secret}, which is not kept: send it without an Idempotency-Key.`,
    );
  }
}

/** The first field names of a selection, fragments included. Every leaf is a field, so this ends soon. */
function firstFields(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  most: number,
): string[] {
  const found: string[] = [];
  for (const selection of selections) {
    if (found.length >= most) break;
    if (selection.kind === Kind.FIELD) found.push(selection.name.value);
    else {
      const inner =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection.selectionSet
          : fragments.get(selection.name.value)!.selectionSet;
      found.push(...firstFields(inner, fragments, most - found.length));
    }
  }
  return found;
}

/**
 * What of a mutation may not be stored, not even hashed: a password that it takes, or a token that it answers with. Seen
 * by the names of the fields, so that a new mutation is covered as it is. Others say it themselves, in their extensions.
 */
export function secretOf(field: GraphQLField<unknown, unknown>): string | undefined {
  const { type, extensions } = field;
  if (typeof extensions.notRepeatable === 'string') return extensions.notRepeatable;
  if (takesPassword(field)) return 'a password in its input';
  const payload = getNamedType(type);
  const isText = (each: GraphQLField<unknown, unknown>) =>
    (isNonNullType(each.type) ? each.type.ofType : each.type) === GraphQLString;
  const answers = isObjectType(payload) ? Object.values(payload.getFields()) : [];
  return answers.some((each) => /token$/i.test(each.name) && isText(each)) ? 'a token in its answer' : undefined;
}

/** Whose keys these are: nobody shares keys with another person, or with another token. */
export function callerOf({ viewer, client }: RequestContext, authorization: string | undefined): string {
  if (viewer?.via === 'session' || viewer?.via === 'oidc') return `user:${viewer.id}`;
  // With the user, whose claims can so be found when the account is erased; and no address as it is.
  const owner = viewer ? `${viewer.id}:` : '';
  if (authorization !== undefined) return `token:${owner}${hexOf(authorization.trim().split(/ +/).at(-1)!)}`;
  return callerOfNetwork(client.address);
}

/** Whose keys they are where only the address is known. */
export const callerOfNetwork = (address: string): string => `address:${hexOf(networkOf(address))}`;

/** What makes two requests the same: the operation, its name and its variables. */
export function bodyHashOf(source: string, operationName: string | undefined, variables: object | undefined): Buffer {
  return sha256(JSON.stringify([source, operationName ?? null, variables ?? {}]));
}

const hexOf = (text: string): string => sha256(text).toString('hex');

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
