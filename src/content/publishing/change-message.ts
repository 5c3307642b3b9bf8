import { badInput } from '../../kernel/errors/errors';

const MAX_LENGTH = 500;

/** Why somebody saves or publishes, as it is stored: empty when they don't say. BAD_USER_INPUT when it is too long. */
export function requireMessage(message: string | null | undefined): string {
  const text = message ?? '';
  if (text.length > MAX_LENGTH) {
    throw badInput('/input/message', 'length', `A message has ${MAX_LENGTH} characters at most, not ${text.length}.`);
  }
  return text;
}
