import { type ClassType, Field, Float, Int } from 'type-graphql';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUrl,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { CalendarDate, DateTime } from '../../kernel/graphql/scalars';
import { utcInstant } from './instant';

/**
 * The words in which a content class is written. Each decorator declares one field for everything that uses the class:
 * the GraphQL input, the validation of input and files, the resolution of references, and the JSON Schema.
 */

/** When a field must be there: always, or only at publishing (a draft may lack it). */
export type Required = 'always' | 'publishing' | undefined;

/** What is known about one field of a content class. */
export interface ContentField {
  readonly name: string;
  readonly description: string;
  readonly required: Required;
  readonly list: boolean;
  /** How a JSON Schema says it (of one entry, for a list). */
  readonly schema: Readonly<Record<string, unknown>>;
  /** The kind that a reference leads to. */
  readonly reference?: string;
  /** The reference holds whether or not what it names is public. */
  readonly mayBeGone?: boolean;
  /** The enum that a choice is made from, registered with type-graphql. */
  readonly enumeration?: object;
  /** The class of a nested object. */
  readonly part?: () => ClassType;
  readonly maxItems?: number;
  /** Kept in the vault, apart from what readers get; only for fields of the content class itself. */
  readonly secret?: boolean;
  /** Gives a value the one spelling in which it is stored; null for what is no such value. */
  readonly normalise?: (given: unknown) => unknown;
}

const declared = new WeakMap<Function, ContentField[]>();

/** The declared fields of a content class, those of its base class first. */
export function contentFieldsOf(content: Function): ContentField[] {
  const base = Object.getPrototypeOf(content) as Function | null;
  const own = declared.get(content) ?? [];
  return base && base !== Function.prototype ? [...contentFieldsOf(base), ...own] : own;
}

interface FieldOptions {
  readonly description: string;
  readonly required?: Required;
  readonly secret?: boolean;
}

type Extra = Pick<ContentField, 'schema'> &
  Partial<Pick<ContentField, 'reference' | 'mayBeGone' | 'enumeration' | 'part' | 'maxItems' | 'list' | 'normalise'>>;

function contentField(
  type: () => unknown,
  options: FieldOptions,
  extra: Extra,
  rules: PropertyDecorator[],
): PropertyDecorator {
  return (target, key) => {
    const { description, required, secret } = options;
    const own = declared.get(target.constructor) ?? [];
    declared.set(target.constructor, [
      ...own,
      { name: String(key), description, required, secret, list: false, ...extra },
    ]);
    const note = required === 'publishing' ? ' Needed for publishing.' : '';
    Field(type as never, { nullable: required !== 'always', description: description + note })(target, key as string);
    // What must be there is checked by content-validation.ts, which knows whether this is a draft.
    IsOptional()(target, key);
    for (const rule of rules) rule(target, key);
  };
}

/** Text as people write it: no control characters but line breaks, none of what PostgreSQL can't hold, not blank, not padded. */
// eslint-disable-next-line no-control-regex
const PLAIN_TEXT = /^(?!\s)[^\u0000-\u0009\u000b-\u001f\u007f\p{Cs}]*(?<!\s)$/u;
const PLAIN_TEXT_MESSAGE = 'must be plain text: no space at its ends, no tabs or control characters, not blank';

/** How slugs and item ids are written. */
export const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/;

interface TextOptions extends FieldOptions {
  /** The longest text, in characters. */
  readonly max: number;
}

/** One text. */
export const Text = (options: TextOptions): PropertyDecorator =>
  contentField(() => String, options, { schema: { type: 'string', minLength: 1, maxLength: options.max } }, [
    IsString({ message: 'must be a text' }),
    Length(1, options.max, { message: `must have 1 to ${options.max} characters` }),
    Matches(PLAIN_TEXT, { message: PLAIN_TEXT_MESSAGE }),
  ]);

interface ListOptions {
  /** The most entries. */
  readonly maxItems: number;
}

/** A list of short texts, each once. */
export const Texts = (options: TextOptions & ListOptions): PropertyDecorator =>
  contentField(
    () => [String],
    options,
    { list: true, maxItems: options.maxItems, schema: { type: 'string', minLength: 1, maxLength: options.max } },
    [
      ...listRules(options.maxItems),
      ArrayUnique({ message: 'must not hold the same text twice' }),
      IsString({ each: true, message: 'must hold texts only' }),
      Length(1, options.max, { each: true, message: `must hold texts of 1 to ${options.max} characters` }),
      Matches(PLAIN_TEXT, { each: true, message: `each ${PLAIN_TEXT_MESSAGE}` }),
    ],
  );

/** One value of an enum that is registered with type-graphql. */
export const Choice = (enumeration: object, options: FieldOptions): PropertyDecorator => {
  const values = Object.values(enumeration) as string[];
  return contentField(() => enumeration, options, { enumeration, schema: { enum: values } }, [
    IsIn(values, { message: `must be one of ${values.join(', ')}` }),
  ]);
};

interface NumberOptions extends FieldOptions {
  readonly min: number;
  readonly max: number;
}

/** A whole number. */
export const Whole = (options: NumberOptions): PropertyDecorator =>
  contentField(() => Int, options, { schema: { type: 'integer', minimum: options.min, maximum: options.max } }, [
    IsInt({ message: 'must be a whole number' }),
    ...rangeRules(options),
  ]);

/** A number. */
export const Decimal = (options: NumberOptions): PropertyDecorator =>
  contentField(() => Float, options, { schema: { type: 'number', minimum: options.min, maximum: options.max } }, [
    IsNumber({ allowInfinity: false, allowNaN: false }, { message: 'must be a number' }),
    ...rangeRules(options),
  ]);

/** Yes or no. */
export const Flag = (options: FieldOptions): PropertyDecorator =>
  contentField(() => Boolean, options, { schema: { type: 'boolean' } }, [
    IsBoolean({ message: 'must be true or false' }),
  ]);

/** A calendar day, YYYY-MM-DD. */
export const Day = (options: FieldOptions): PropertyDecorator =>
  contentField(() => CalendarDate, options, { schema: { type: 'string', format: 'date' } }, [
    Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'must be a day such as 2026-01-20' }),
    IsRealDay(),
  ]);

/** An instant: ISO 8601 with Z or an offset. It is stored in UTC, whatever the offset was. */
export const Instant = (options: FieldOptions): PropertyDecorator =>
  contentField(() => DateTime, options, { schema: { type: 'string', format: 'date-time' }, normalise: utcInstant }, [
    IsInstant(),
  ]);

/** A web address. */
export const WebAddress = (options: FieldOptions): PropertyDecorator =>
  contentField(() => String, options, { schema: { type: 'string', format: 'uri', maxLength: 500 } }, [
    IsUrl(
      { protocols: ['https', 'http'], require_protocol: true },
      { message: 'must be a web address with https:// or http://' },
    ),
    MaxLength(500, { message: 'must have 500 characters at most' }),
  ]);

/** The id of an item inside a document. New items of the save mutation may leave it out; files always give it. */
export const ItemId = (): PropertyDecorator =>
  contentField(
    () => String,
    {
      description:
        'The id of this item, unique in the document. It never changes: progress hangs on it. Files always give it; left out when saving, a new one is made.',
      required: 'publishing',
    },
    { schema: { type: 'string', pattern: KEBAB_CASE.source, maxLength: 60 } },
    [
      IsString({ message: 'must be a text' }),
      Matches(KEBAB_CASE, { message: 'must be an id such as data-model: a-z, 0-9 and single hyphens' }),
      MaxLength(60, { message: 'must have 60 characters at most' }),
    ],
  );

const referenceRules = (each: boolean): PropertyDecorator[] => [
  IsString({ each, message: 'must be the slug or the id of a document' }),
  Length(1, 400, { each, message: 'must be the slug or the id of a document' }),
];
/** A kind's key as people say it: LEARNING_RESOURCE is a learning resource. */
export const kindWords = (kind: string): string => kind.toLowerCase().replaceAll('_', ' ');

const referenceSchema = (kind: string) => ({
  type: 'string',
  pattern: KEBAB_CASE.source,
  description: `The slug of a ${kindWords(kind)}.`,
});

/** A reference to one document of a kind, by slug or id. */
export const Reference = (kind: string, options: FieldOptions): PropertyDecorator =>
  contentField(() => String, options, { reference: kind, schema: referenceSchema(kind) }, referenceRules(false));

const referenceList = (kind: string, options: FieldOptions & ListOptions, mayBeGone: boolean): PropertyDecorator =>
  contentField(
    () => [String],
    options,
    { reference: kind, mayBeGone, list: true, maxItems: options.maxItems, schema: referenceSchema(kind) },
    [
      ...listRules(options.maxItems),
      ArrayUnique({ message: 'must not name the same document twice' }),
      ...referenceRules(true),
    ],
  );

/** References to documents of a kind, by slug or id, in order, each once. */
export const References = (kind: string, options: FieldOptions & ListOptions): PropertyDecorator =>
  referenceList(kind, options, false);

/**
 * The same to documents that may have left the public graph, or leave it later: publishing does not ask for them. A slug of the
 * past names its document here too.
 */
export const FormerReferences = (kind: string, options: FieldOptions & ListOptions): PropertyDecorator =>
  referenceList(kind, options, true);

/** One nested object. */
export const Part = (part: () => ClassType, options: FieldOptions): PropertyDecorator =>
  contentField(part, options, { part, schema: {} }, [ValidateNested()]);

/** A list of nested objects, in order. */
export const Parts = (part: () => ClassType, options: FieldOptions & ListOptions): PropertyDecorator =>
  contentField(() => [part()], options, { part, list: true, maxItems: options.maxItems, schema: {} }, [
    ...listRules(options.maxItems),
    ValidateNested({ each: true }),
  ]);

const listRules = (maxItems: number): PropertyDecorator[] => [
  IsArray({ message: 'must be a list' }),
  ArrayMaxSize(maxItems, { message: `must have ${maxItems} entries at most` }),
];

const rangeRules = ({ min, max }: NumberOptions): PropertyDecorator[] => [
  Min(min, { message: `must be ${min} or more` }),
  Max(max, { message: `must be ${max} or less` }),
];

/** A day that the calendar has: 2026-02-30 is none. */
function IsRealDay(): PropertyDecorator {
  return ValidateBy({
    name: 'isRealDay',
    validator: {
      validate: (day: unknown) => new Date(`${String(day)}T00:00:00Z`).toJSON()?.slice(0, 10) === day,
      defaultMessage: () => 'must be a day that the calendar has',
    },
  });
}

/** An instant in its stored spelling, which content-validation.ts has given to each that is one. */
function IsInstant(): PropertyDecorator {
  return ValidateBy({
    name: 'isInstant',
    validator: {
      validate: (instant: unknown) => utcInstant(instant) === instant,
      defaultMessage: () =>
        'must be an instant such as 2026-09-01T08:00:00Z or 2026-09-01T10:00:00+02:00, from 1970 on',
    },
  });
}
