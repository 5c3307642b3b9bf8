import { badInput } from '../../kernel/errors/errors';
import { requireGlobalId, toGlobalId } from '../../kernel/graphql/global-id';
import type { RequestViewer } from '../request-viewer';
import type { User, Viewer } from './user.objects';
import type { UserRow } from './users';
import { UUID } from '../../kernel/database/uuid';

/** The key of one of our things from its global id; an id of anything else is BAD_USER_INPUT. */
export function requireKey(type: string, id: string, pointer: string): string {
  const given = requireGlobalId(id, pointer);
  if (given.type !== type || !UUID.test(given.key))
    throw badInput(pointer, 'id', `This is not the id of a ${type}: pass an id as an answer gave it.`);
  return given.key;
}

/** A user as GraphQL shows it. */
export function toUser(row: UserRow): User {
  return { ...row, id: toGlobalId('User', row.id) };
}

/** The viewer as GraphQL shows it: the person of the row, with the roles of the request. */
export function toViewer(row: UserRow, roles: RequestViewer['roles'] = row.roles): Viewer {
  return {
    id: toGlobalId('User', row.id),
    userId: row.id,
    email: row.email,
    displayName: row.displayName,
    roles: [...roles],
  };
}
