import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutFolder } from '../../src/checkout-folder';

/** A stored operation: its document, and the example values of its variables. */
export interface ExampleOperation {
  readonly name: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, any>>;
}

const folder = join(checkoutFolder, 'schema', 'operations');

/** One of schema/operations, as the playground offers it. */
export function exampleOperation(name: string): ExampleOperation {
  const query = readFileSync(join(folder, `${name}.graphql`), 'utf8');
  return { name, query, variables: JSON.parse(/^# variables: (.*)$/m.exec(query)?.[1] ?? '{}') as Record<string, any> };
}

/** All of schema/operations. */
export function exampleOperations(): ExampleOperation[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.graphql'));
  return files.toSorted().map((file) => exampleOperation(file.replace(/\.graphql$/, '')));
}

/** The operations of one file of several, each after a comment with its variables. */
export function operationsIn(text: string): ExampleOperation[] {
  return [...text.matchAll(/^# (\{.*\})\nquery (\w+)[\s\S]*?^}$/gm)].map(([query, variables = '{}', name = '']) => ({
    name,
    query,
    variables: JSON.parse(variables) as Record<string, any>,
  }));
}
