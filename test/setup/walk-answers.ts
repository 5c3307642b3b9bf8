import { execute, type GraphQLSchema, parse } from 'graphql';
import type { DataSource } from 'typeorm';
import { GraphReader } from '../../src/content/publishing/graph-reader';
import type { Perspective } from '../../src/content/publishing/perspective';
import type { RequestContext } from '../../src/kernel/context';
import { modules } from '../../src/modules';
import type { WalkOperation } from './graph-walk';
import type { GraphQLAnswer, TestApp } from './test-app';

/** The answers of a walk, as text, by the name of the operation. */
export type Answers = ReadonlyMap<string, string>;

type Ask = (query: string) => Promise<GraphQLAnswer>;

/** Walks as an anonymous caller over HTTP. */
export const anonymously = (app: TestApp): Ask => withHeaders(app, {});

/** Walks over HTTP as whoever these headers stand for. */
export function withHeaders(app: TestApp, headers: Record<string, string>): Ask {
  return async (query) => {
    const { data, errors } = await app.send(query, {}, headers);
    return errors ? { data, errors } : { data };
  };
}

/** Walks in any perspective, without the HTTP layer that would refuse it: what a leak would look like. */
export function inPerspective(schema: GraphQLSchema, dataSource: DataSource, perspective: Perspective): Ask {
  return async (query) => {
    const context = { requestId: 'walk', dataSource, maxPageSize: 100 } as Partial<RequestContext> as RequestContext;
    for (const module of modules) await module.extendContext?.(context, { headers: {}, ip: '127.0.0.1' });
    context.graph = new GraphReader(dataSource, perspective, 100);
    const { data, errors } = await execute({ schema, document: parse(query), contextValue: context });
    return (errors ? { data, errors } : { data }) as GraphQLAnswer;
  };
}

/** Runs every operation; throws when one fails, since a failure would hide what it was to show. */
export async function answersOf(operations: readonly WalkOperation[], ask: Ask): Promise<Answers> {
  const answers = new Map<string, string>();
  for (const { name, query } of operations) {
    const { data, errors } = await ask(query);
    if (errors) throw new Error(`${name}: ${JSON.stringify(errors.slice(0, 3))}\n${query.slice(0, 500)}`);
    answers.set(name, JSON.stringify(data));
  }
  return answers;
}

/** The same answers with every moment taken out: two databases are never filled at the same time. */
export function withoutTimes(answers: Answers): Answers {
  const moment = /"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"/g;
  return new Map([...answers].map(([name, text]) => [name, text.replace(moment, '"a moment"')]));
}

/** Where two walks differ: the operation and the first difference, each with some text around it. */
export function differences(before: Answers, after: Answers): string[] {
  return [...before].flatMap(([name, text]) => {
    const other = after.get(name) ?? '';
    if (text === other) return [];
    const at = [...text].findIndex((letter, index) => letter !== other[index]);
    const around = (each: string) => each.slice(Math.max(0, at - 60), Math.max(0, at) + 60);
    return [`${name}: …${around(text)}… became …${around(other)}…`];
  });
}

/** Everything that answers say: their texts, and what stands in opaque ids and cursors. */
export function saidIn(answers: Answers): string {
  const texts = [...answers.values()];
  const opaque = new Set(
    texts.flatMap((text) => [...text.matchAll(/"([A-Za-z0-9_-]{12,})"/g)].map(([, token]) => token!)),
  );
  return [...texts, ...[...opaque].map((token) => Buffer.from(token, 'base64url').toString('utf8'))].join('\n');
}

/** Where a pattern stands in what was said, each with some text around it; ten places at most. */
export function excerpts(said: string, pattern: RegExp): string[] {
  const found = said.matchAll(new RegExp(pattern, 'gi'));
  return [...found].slice(0, 10).map(({ index }) => said.slice(Math.max(0, index - 80), index + 80));
}

/** The Type.field of everything that has a value in these answers; aliases are `field` or `field__n`. */
export function fieldsWithValues(answers: Answers): Set<string> {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (value !== null && typeof value === 'object') {
      const type = (value as { __typename?: string }).__typename;
      for (const [alias, inner] of Object.entries(value)) {
        const empty = inner === null || (Array.isArray(inner) && inner.length === 0);
        if (type && !empty) found.add(`${type}.${alias.replace(/__\d+$/, '')}`);
        visit(inner);
      }
    }
  };
  for (const text of answers.values()) visit(JSON.parse(text));
  return found;
}
