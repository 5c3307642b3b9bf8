import { Field, ObjectType } from 'type-graphql';

/** The language that content is written in. */
export const defaultLocale = 'en';

@ObjectType({ description: 'Which language was asked for and which one is served.', simpleResolvers: true })
export class ServedLocale {
  @Field({ description: 'The first language of the accept-language header, a BCP 47 tag; en when there was none.' })
  requested!: string;

  @Field({ description: 'The language of the texts in this answer, a BCP 47 tag.' })
  served!: string;
}

/** The language that an Accept-Language header (RFC 9110, 12.5.4) wants most, as a canonical BCP 47 tag; undefined if none. */
export function requestedLocale(header: string | string[] | undefined): string | undefined {
  const ranges = String(header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', quality] = part.trim().split(/\s*;\s*q\s*=\s*/i);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => tag !== '' && tag !== '*' && quality > 0)
    .toSorted((a, b) => b.quality - a.quality);
  for (const { tag } of ranges) {
    try {
      return Intl.getCanonicalLocales(tag)[0];
    } catch {
      // Not a language tag: the next one may be.
    }
  }
  return undefined;
}
