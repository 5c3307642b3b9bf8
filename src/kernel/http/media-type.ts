/** The media types of GraphQL over HTTP; the first is what a client gets that accepts anything. */
export const mediaTypes = ['application/json', 'application/graphql-response+json'] as const;
export type MediaType = (typeof mediaTypes)[number];

interface MediaRange {
  readonly name: string;
  readonly quality: number;
  /** Its place in the header. */
  readonly place: number;
}

/**
 * The media type that an Accept header (RFC 9110, 12.5.1) wants most, by weight, then by how exactly it is named, then by
 * place; undefined when it accepts none of ours. Without the header it is application/json.
 */
export function chooseMediaType(accept: string | undefined): MediaType | undefined {
  if (!accept?.trim()) return mediaTypes[0];
  const ranges = accept.split(',').flatMap(parseRange);
  const wanted = mediaTypes.flatMap((type) => {
    // What names a type exactly decides for it, also when it says no and a wildcard says yes.
    const ofType = [type, 'application/*', '*/*'].map((name) => ranges.find((range) => range.name === name));
    const exactness = ofType.findIndex((range) => range !== undefined);
    const range = ofType[exactness];
    return range && range.quality > 0 ? [{ type, exactness, ...range }] : [];
  });
  return wanted.toSorted((a, b) => b.quality - a.quality || a.exactness - b.exactness || a.place - b.place)[0]?.type;
}

/** One range of the header; none when it has a parameter that our types do not have, or a weight that is no number. */
function parseRange(text: string, place: number): MediaRange[] {
  const [name = '', ...parameters] = text
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  let quality = 1;
  for (const parameter of parameters) {
    if (/^q\s*=/.test(parameter)) quality = Number(parameter.replace(/^q\s*=\s*/, ''));
    else if (!/^(charset\s*=\s*"?utf-?8"?)?$/.test(parameter)) return [];
  }
  return Number.isNaN(quality) ? [] : [{ name, quality, place }];
}
