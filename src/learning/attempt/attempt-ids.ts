import { requireKey } from '../../accounts/user/to-objects';
import { UUID } from '../../kernel/database/uuid';
import { parseGlobalId, toGlobalId } from '../../kernel/graphql/global-id';

/** The opaque id of an attempt. */
export const attemptGlobalId = (attemptId: string): string => toGlobalId('Attempt', attemptId);

/** The key of an attempt from its id; BAD_USER_INPUT for an id of anything else. */
export const requireAttemptKey = (id: string, pointer: string): string => requireKey('Attempt', id, pointer);

/** The opaque id of one question on the paper of an attempt. */
export const paperItemGlobalId = (attemptId: string, position: number): string =>
  toGlobalId('AttemptItem', `${attemptId}/${position}`);

/** The position that such an id names on the paper of this attempt; undefined for an id of anything else. */
export function positionOnPaper(id: string, attemptId: string): number | undefined {
  const parsed = parseGlobalId(id);
  const [, attempt = '', position = ''] = /^([^/]+)\/([1-9]\d{0,4})$/.exec(parsed?.key ?? '') ?? [];
  return parsed?.type === 'AttemptItem' && UUID.test(attempt) && attempt === attemptId ? Number(position) : undefined;
}
