import { getMetadataStorage } from 'type-graphql';
import { contentFieldsOf, type ContentField } from './content-fields';
import { allKinds } from './content-kinds';

type JsonSchema = Record<string, unknown>;

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';
/** Where the definitions of all kinds stand, from the folder schema/ on. */
const WHOLE = 'content.schema.json';

/**
 * The JSON Schema (draft 2020-12) of content files, for editors' tools: one definition a kind, named by its folder, such
 * as `content.schema.json#/$defs/career`. Made from the same classes that check input and files.
 */
export function contentJsonSchema(): JsonSchema {
  const definitions: Record<string, JsonSchema> = {};
  for (const kind of allKinds())
    definitions[kind.folder] = objectSchema(kind.content, `${withArticle(kind.description)}.`, definitions);
  return {
    $schema: DRAFT,
    title: 'careergraph content files',
    description: 'Each file under content/<kind>/ is one document of that kind; its slug is the name of the file.',
    $defs: Object.fromEntries(Object.entries(definitions).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

/** Tools that read one schema a file get one a kind: the files of the folder schema/content/, by name. */
export function kindJsonSchemas(): Record<string, JsonSchema> {
  return Object.fromEntries(
    allKinds().map(({ folder, description }) => [
      `${folder}.schema.json`,
      { $schema: DRAFT, title: withArticle(description), $ref: `../${WHOLE}#/$defs/${folder}` },
    ]),
  );
}

/** Which schema goes with which files, as the YAML extension of Visual Studio Code wants it in its settings. */
export function editorSettings(): JsonSchema {
  const folders = allKinds().map(({ folder }) => folder);
  const schemas = folders
    .toSorted()
    .map((folder) => [`./schema/content/${folder}.schema.json`, `content/${folder}/*.yaml`]);
  return { 'yaml.schemas': Object.fromEntries(schemas) };
}

const withArticle = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'An' : 'A'} ${noun}`;

function objectSchema(part: Function, description: string, definitions: Record<string, JsonSchema>): JsonSchema {
  const fields = contentFieldsOf(part);
  return {
    type: 'object',
    description,
    additionalProperties: false,
    // Files are published as they are loaded, so they need what publishing needs.
    required: fields.filter((field) => field.required).map((field) => field.name),
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field, definitions)])),
  };
}

function fieldSchema(field: ContentField, definitions: Record<string, JsonSchema>): JsonSchema {
  const one = field.part ? partSchema(field.part(), definitions) : field.schema;
  const description = `${field.description}${hintOf(field)}`;
  if (!field.list) return Object.assign({ description }, one, { description });
  return {
    description,
    type: 'array',
    maxItems: field.maxItems,
    ...(field.required ? { minItems: 1 } : {}),
    items: one,
  };
}

/** What a person should know of a field beside what it is: what a reference is written as, what each choice means. */
function hintOf({ reference, enumeration }: ContentField): string {
  if (reference) return ` Written as the slug of a ${reference.toLowerCase()}: the name of its file without .yaml.`;
  if (!enumeration) return '';
  const { valuesConfig = {} } = getMetadataStorage().enums.find(({ enumObj }) => enumObj === enumeration) ?? {};
  const meanings = Object.entries(valuesConfig).map(([value, config]) => `${value}: ${config?.description ?? ''}`);
  return ['', ...meanings].join('\n');
}

/** A nested object is a definition of its own, named by its class. */
function partSchema(part: Function, definitions: Record<string, JsonSchema>): JsonSchema {
  const { name } = part;
  if (!definitions[name]) {
    definitions[name] = {};
    const { description } = getMetadataStorage().inputTypes.find(({ target }) => target === part) ?? {};
    definitions[name] = objectSchema(part, description ?? `${name}.`, definitions);
  }
  return { $ref: `#/$defs/${name}` };
}
