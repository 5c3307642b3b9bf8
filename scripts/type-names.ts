/** Everything that one content type is called, in each place that names it. */
export interface TypeNames {
  /** Folders and files, under src/, test/ and content/: learning-resource. */
  readonly folder: string;
  /** The root fields and TypeScript's values: learningResource and learningResources. */
  readonly one: string;
  readonly many: string;
  /** The GraphQL type and the class: LearningResource. */
  readonly type: string;
  /** The table: learning_resource. */
  readonly table: string;
  /** GraphQL's DocumentKind: LEARNING_RESOURCE. */
  readonly kind: string;
  /** In texts: learning resource, learning resources; and the article before it: a. */
  readonly words: string;
  readonly manyWords: string;
  readonly article: 'a' | 'an';
}

/** A name that a type can't have; the message says why, and which would do. */
export class NameRefused extends Error {}

/** Words of two letters or more, so that the table's name can be made from the class's. */
const KEBAB_WORDS = /^[a-z]{2,}(-[a-z]{2,})*$/;
/** The longest name: constraints and indexes are called after it, and PostgreSQL takes 63 characters. */
const LONGEST = 40;

const usage = `Usage: npm run new-type -- <name> [<plural>], such as: certification
A name is one word or several, in small letters with hyphens between: learning-resource.
The plural is needed only where English is irregular: npm run new-type -- curriculum curricula`;

/** The plural by the rules of English, of the last word: certifications, industries, classes, analyses, quizzes. */
export function pluralOf(name: string): string {
  if (/[^aeiou]y$/.test(name)) return name.replace(/y$/, 'ies');
  if (name.endsWith('sis')) return name.replace(/is$/, 'es');
  if (/[^aeiou][aeiou]z$|uiz$/.test(name)) return `${name}zes`;
  return /(s|x|z|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
}

/** "a" or "an", by how the word sounds. */
function articleOf(name: string): 'a' | 'an' {
  if (/^(uni(?!n)|us[aeu]|eu|one)/.test(name)) return 'a';
  return /^([aeiou]|hour|honest|honou?r|heir)/.test(name) ? 'an' : 'a';
}

const camelCase = (name: string): string => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
const capitalized = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/**
 * The names of a type.
 * @param name what was given on the command line: a singular in small letters, words joined by hyphens
 * @param plural the same in the plural; by the rules of English when left out
 * @throws NameRefused when that is no name; whether it is free is for requireFree to say
 */
export function namesOf(name = '', plural = pluralOf(name)): TypeNames {
  if (![name, plural].every((each) => KEBAB_WORDS.test(each))) throw new NameRefused(usage);
  if (name === plural)
    throw new NameRefused(
      `${name} would be one of them and all of them: give another plural, such as ${name}-list.\n${usage}`,
    );
  if (name.length > LONGEST || plural.length > LONGEST + 3)
    throw new NameRefused(`A name has ${LONGEST} letters at most; ${name} has ${name.length}. Take a shorter one.`);
  return {
    folder: name,
    one: camelCase(name),
    many: camelCase(plural),
    type: capitalized(camelCase(name)),
    table: name.replaceAll('-', '_'),
    kind: name.replaceAll('-', '_').toUpperCase(),
    words: name.replaceAll('-', ' '),
    manyWords: plural.replaceAll('-', ' '),
    article: articleOf(name),
  };
}

/** What PostgreSQL takes for no name of a table unless it is quoted: its reserved words. */
const reservedInSql =
  'all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column ' +
  'concurrently constraint create cross current_catalog current_date current_role current_schema current_time ' +
  'current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from ' +
  'full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime ' +
  'localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning ' +
  'right select session_user similar some symmetric system_user table tablesample then to trailing true union unique user ' +
  'using variadic verbose when where window with';

/** How names of GraphQL types end that have a shape of their own. */
const shapes = ['connection', 'content', 'edge', 'filter', 'input', 'kind', 'order', 'payload'];
/** Words of answer keys: a contract test sees to it that learners meet no name with one of them. */
const keyWords =
  /^(key|keys|correct.*|answer.*|right.*|solution.*|tolerance|accepted.*|affinit.*|explanation.*|weight.*|secret.*|vault.*)$/;
const keyEnd = /(key|weight|affinity|affinities|tolerance)s?$/;

/** What is there already, and what no new type may be called. */
export interface TakenNames {
  /** Types of the GraphQL schema, and fields of Query and Mutation. */
  readonly types: ReadonlySet<string>;
  readonly rootFields: ReadonlySet<string>;
  /** Tables and views. */
  readonly tables: ReadonlySet<string>;
  /** Names of src/modules.ts, such as industryModule. */
  readonly modules: ReadonlySet<string>;
  /** What a type's own files import by name, such as Field. */
  readonly imported: ReadonlySet<string>;
}

/** Why a type can't be called so, or undefined. */
function refusal(names: TypeNames, taken: TakenNames): string | undefined {
  const { one, many, type, table, words } = names;
  if (reservedInSql.split(' ').includes(table)) return `${table} is a reserved word of SQL`;
  const made = ['', 'Content', 'Filter', 'Order', 'OrderField', 'Connection', 'Edge'].map((end) => type + end);
  const takenType = [...made, `Save${type}Input`, `Save${type}Payload`].find((each) => taken.types.has(each));
  if (takenType) return `there is a GraphQL type ${takenType} already`;
  const takenField = [one, many, `save${type}`].find((each) => taken.rootFields.has(each));
  if (takenField) return `there is a root field ${takenField} already`;
  if (taken.tables.has(table)) return `there is a table or view ${table} already`;
  if (taken.modules.has(`${one}Module`)) return `there is a module ${one}Module already`;
  if (type === 'Item') return 'Item is what the ids of items inside documents are made of';
  if (taken.imported.has(type)) return `${type} is a word that the files of a type are written in`;
  // A class of this name would hide what the language itself has, such as Map.
  if (type in globalThis) return `${type} is a word of JavaScript`;
  const each = words.split(' ');
  if (shapes.includes(each.at(-1)!)) return `GraphQL types that end in ${each.at(-1)} have a shape of their own`;
  if (keyWords.test(words.replaceAll(' ', '')) || keyEnd.test(words))
    return 'it sounds like an answer key, and a test sees to it that no name does that learners meet';
  return undefined;
}

/**
 * Refuses names that are taken, or that mean something else in one of the places where a type is named.
 * @throws NameRefused with a name that would do
 */
export function requireFree(names: TypeNames, taken: TakenNames): void {
  const reason = refusal(names, taken);
  if (!reason) return;
  const better = [`career-${names.folder}`, `${names.folder}-entry`].filter((other) => {
    return refusal(namesOf(other), taken) === undefined;
  });
  const advice = better.length > 0 ? `, such as ${better.join(' or ')}` : '';
  throw new NameRefused(
    `A type can't be called ${names.folder}: ${reason}. Take a name of two words that says more${advice}.`,
  );
}
