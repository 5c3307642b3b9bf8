import { contentFieldsOf, type ContentField } from './content-fields';
import { allKinds } from './content-kinds';

type JsonSchema = Record<string, unknown>;

/**
 * The JSON Schema (draft 2020-12) of content files, for editors' tools: one definition a kind, named by its folder, such
 * as `content.schema.json#/$defs/career`. Made from the same classes that check input and files.
 */
export function contentJsonSchema(): JsonSchema {
  const definitions: Record<string, JsonSchema> = {};
  for (const kind of allKinds())
    definitions[kind.folder] = objectSchema(kind.content, `A ${kind.description}.`, definitions);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'careergraph content files',
    description: 'Each file under content/<kind>/ is one document of that kind; its slug is the name of the file.',
    $defs: Object.fromEntries(Object.entries(definitions).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

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
  if (!field.list) return { description: field.description, ...one };
  return {
    description: field.description,
    type: 'array',
    maxItems: field.maxItems,
    ...(field.required ? { minItems: 1 } : {}),
    items: one,
  };
}

/** A nested object is a definition of its own, named by its class. */
function partSchema(part: Function, definitions: Record<string, JsonSchema>): JsonSchema {
  const { name } = part;
  if (!definitions[name]) {
    definitions[name] = {};
    definitions[name] = objectSchema(part, `${name.replace(/Content$/, '')}: one entry of a list.`, definitions);
  }
  return { $ref: `#/$defs/${name}` };
}
