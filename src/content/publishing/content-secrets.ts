import { contentFieldsOf } from './content-fields';

/** Splits a content into what may be read and what goes to the vault; null when nothing in it is secret. */
export function splitSecrets(contentClass: Function, content: object): { open: object; secret: object | null } {
  const secretFields = new Set(
    contentFieldsOf(contentClass)
      .filter((field) => field.secret)
      .map((field) => field.name),
  );
  const entries = Object.entries(content);
  const secret = entries.filter(([name]) => secretFields.has(name));
  return {
    open: Object.fromEntries(entries.filter(([name]) => !secretFields.has(name))),
    secret: secret.length > 0 ? Object.fromEntries(secret) : null,
  };
}
