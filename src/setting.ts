import path from 'node:path';
import { checkoutFolder } from './checkout-folder';

/** One setting of the environment: how its text is read, and what the help says about it. */
export interface Setting<T> {
  /** What a right value looks like; used in the help and in the refusal of a wrong value. */
  readonly type: string;
  /** The text that counts when the variable is not set; null when "not set" has a meaning of its own. */
  readonly default: string | null;
  readonly description: string;
  readonly example: string;
  /** True when the value may hold a password: it is never repeated in a message. */
  readonly secret?: boolean;
  /** Returns the value, or undefined when the text is wrong. */
  readonly read: (text: string) => T | undefined;
}

type Texts = { default: string | null; description: string; example: string; secret?: boolean };

export function integer(range: { min: number; max: number }, texts: Texts): Setting<number> {
  return {
    ...texts,
    type: `whole number from ${range.min} to ${range.max}`,
    read: (text) => {
      const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
      return value >= range.min && value <= range.max ? value : undefined;
    },
  };
}

export function oneOf<const T extends string>(values: readonly T[], texts: Texts): Setting<T> {
  return { ...texts, type: `one of ${values.join(', ')}`, read: (text) => values.find((value) => value === text) };
}

export function matching(type: string, isRight: (text: string) => boolean, texts: Texts): Setting<string> {
  return { ...texts, type, read: (text) => (isRight(text) ? text : undefined) };
}

export function folder(texts: Texts): Setting<string> {
  return {
    ...texts,
    type: 'path of a folder; a relative one starts at the checkout',
    read: (text) => (text.includes('\0') ? undefined : path.resolve(checkoutFolder, text)),
  };
}
