/**
 * Writes plain JSON in its canonical form (RFC 8785, JCS): no white space, names sorted by their UTF-16 code units, numbers
 * and texts as ECMAScript writes them. So the same value is the same text, whoever writes it.
 * @throws TypeError for what has no such form: a number that is not finite, half of a surrogate pair, what is no JSON
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} is no number of JSON`);
    return JSON.stringify(value);
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError('A text with half of a surrogate pair has no canonical form');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`A ${typeof value} is no JSON`);
  // JavaScript sorts texts by their UTF-16 code units, as the RFC does.
  const members = Object.keys(value)
    .toSorted()
    .map((name) => `${canonicalJson(name)}:${canonicalJson((value as Record<string, unknown>)[name])}`);
  return `{${members.join(',')}}`;
}
