import { type ContentField, contentFieldsOf } from '../../src/content/publishing/content-fields';
import type { ContentKind } from '../../src/content/publishing/content-kind';
import { readContent } from '../../src/content/publishing/content-validation';
import { toPlainContent } from '../../src/content/publishing/content-walk';

/** What marked content is made of. */
export interface Marking {
  /** The word that every marked text holds. */
  readonly mark: string;
  /** Documents that references may lead to, by kind; taken in turn. */
  readonly documents: ReadonlyMap<string, readonly string[]>;
  /** How many entries a list gets. */
  readonly entries: number;
  /** What numbers are, as far as their range allows; a prime, so that every choice becomes another one. */
  readonly number: number;
}

/**
 * Makes content of any kind from its content class, every field filled and every text marked with the kind and the
 * field that it stands in. A new kind or a new field is covered without a change here.
 */
export class MarkedContent {
  private count = 0;
  /** Which documents have had a reference to which kind changed. */
  private readonly referring = new Set<string>();

  constructor(private readonly marking: Marking) {}

  /** The mark of one field: what its texts hold. */
  markOf(kind: ContentKind, path: string): string {
    return `${this.marking.mark}-${kind.folder}-${path}-`;
  }

  /** Content with every field filled, secret ones included. */
  fill(kind: ContentKind, slug: string): object {
    return checked(kind, slug, this.part(kind, kind.content, [], slug));
  }

  /** Content in which nothing stays as it was: other texts, other references, lists reversed and longer, gaps filled. */
  change(kind: ContentKind, slug: string, content: object): object {
    return checked(kind, slug, this.changedPart(kind, kind.content, toPlainContent(content), [], slug));
  }

  /** Only the secret fields of a kind, filled. */
  secrets(kind: ContentKind, slug: string): object {
    const secret = contentFieldsOf(kind.content).filter((field) => field.secret);
    return Object.fromEntries(secret.map((field) => [field.name, this.field(kind, field, [], slug)]));
  }

  private part(kind: ContentKind, part: Function, path: readonly string[], slug: string): Record<string, unknown> {
    return Object.fromEntries(contentFieldsOf(part).map((field) => [field.name, this.field(kind, field, path, slug)]));
  }

  private field(kind: ContentKind, field: ContentField, path: readonly string[], slug: string): unknown {
    if (!field.list) return this.value(kind, field, path, slug);
    return unique(Array.from({ length: this.marking.entries }, () => this.value(kind, field, path, slug)));
  }

  private value(kind: ContentKind, field: ContentField, path: readonly string[], slug: string): unknown {
    const here = [...path, field.name];
    if (field.part) return this.part(kind, field.part(), here, slug);
    if (field.reference) return this.reference(field.reference, `${kind.kind}/${slug}`);
    return this.leaf(kind, field, here);
  }

  /**
   * The next document of a kind that is not the one that refers to it. The first reference that a document changes leads
   * to the first of them, so that whoever referred to this kind refers to that one.
   */
  private reference(target: string, from: string, old?: unknown): string {
    const documents = this.marking.documents.get(target) ?? [];
    const others = documents.filter((slug) => `${target}/${slug}` !== from && slug !== old);
    const pair = `${from} ${target}`;
    const first = old !== undefined && !this.referring.has(pair);
    if (first) this.referring.add(pair);
    return others[first ? 0 : this.count++ % others.length]!;
  }

  private leaf(kind: ContentKind, { name, schema }: ContentField, path: readonly string[], old?: unknown): unknown {
    this.count += 1;
    if (name === 'id') return old ?? `${this.marking.mark.toLowerCase()}-${this.count}`;
    const { type, format, minimum = 0, maximum = 0, maxLength = Infinity } = schema as Record<string, never>;
    const choices = (schema.enum ?? (type === 'boolean' ? [true, false] : null)) as unknown[] | null;
    if (choices)
      return choices[((old === undefined ? this.count : choices.indexOf(old)) + this.marking.number) % choices.length];
    if (type === 'integer' || type === 'number') return this.number(Number(minimum), Number(maximum), old);
    if (format === 'date') return `20${10 + (this.marking.number % 10)}-01-${10 + (this.count % 18)}`;
    // Later at each call, so that what ends does so after it began.
    if (format === 'date-time')
      return new Date(Date.UTC(2010 + (this.marking.number % 10), 0, 1, 0, this.count)).toISOString();
    if (format === 'uri') return `https://${this.marking.mark.toLowerCase()}.example/${path.join('.')}/${this.count}`;
    const text = `${this.markOf(kind, path.join('.'))}${this.count}`;
    // Too short for a mark: a currency that stands for tests.
    return text.length <= Number(maxLength) ? text : 'XTS'.slice(0, Number(maxLength));
  }

  private number(minimum: number, maximum: number, old: unknown): number {
    if (typeof old === 'number') return old < maximum ? old + 1 : old - 1;
    const { number } = this.marking;
    return number >= minimum && number <= maximum ? number : minimum + (number % (maximum - minimum + 1));
  }

  private changedPart(
    kind: ContentKind,
    part: Function,
    content: object,
    path: readonly string[],
    slug: string,
  ): object {
    const record = content as Record<string, unknown>;
    return Object.fromEntries(
      contentFieldsOf(part).map((field) => [
        field.name,
        this.changedField(kind, field, record[field.name], path, slug),
      ]),
    );
  }

  private changedField(
    kind: ContentKind,
    field: ContentField,
    old: unknown,
    path: readonly string[],
    slug: string,
  ): unknown {
    const change = (value: unknown): unknown => {
      const here = [...path, field.name];
      if (field.part) return this.changedPart(kind, field.part(), value as object, here, slug);
      if (field.reference) return this.reference(field.reference, `${kind.kind}/${slug}`, value);
      return this.leaf(kind, field, here, value);
    };
    if (old === undefined || old === null) return this.field(kind, field, path, slug);
    if (!field.list) return change(old);
    const more = this.field(kind, field, path, slug) as unknown[];
    return unique([...more, ...(old as unknown[]).map(change).toReversed()]).slice(0, field.maxItems);
  }
}

/** Each simple value once. */
const unique = (values: unknown[]): unknown[] => [...new Set(values)];

/** Content must be what an editor could save, but for rules that tie fields together: here every field is filled. */
function checked(kind: ContentKind, slug: string, content: object): object {
  const { content: read, problems } = readContent({ ...kind, check: undefined }, content, 'publishing');
  if (!read) throw new Error(`${kind.folder}/${slug} is marked wrongly: ${JSON.stringify(problems)}`);
  return read;
}

/** The dotted paths of the fields of a kind whose texts are marked, secret ones left out. */
export function markedPaths(part: Function, path: readonly string[] = []): string[] {
  return contentFieldsOf(part)
    .filter((field) => !field.secret && field.name !== 'id' && !field.reference)
    .flatMap((field) => {
      const here = [...path, field.name];
      if (field.part) return markedPaths(field.part(), here);
      const {
        type,
        format,
        maxLength = Infinity,
      } = field.schema as { type?: string; format?: string; maxLength?: number };
      return type === 'string' && !format && maxLength > 30 ? [here.join('.')] : [];
    });
}
