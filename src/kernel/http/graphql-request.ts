import type { FastifyRequest } from 'fastify';
import { GraphQLError, Lexer, Source, TokenKind, type ASTVisitor, type ValidationContext } from 'graphql';
import { tooCostly } from '../errors/errors';
import { shapeOfValue } from '../graphql/longest-list';
import { refused } from './http-faults';

/** Checks of a GraphQL request that come before the engine sees it; see http-faults.ts for what is made of what they throw. */

/** Most lexical tokens of one document. */
export const MAX_TOKENS = 10_000;
/** How deep brackets of a document, and lists and objects of variables, may be nested: what reads them recurses. */
const MAX_NESTING = 100;
/** Most entries that all lists and objects of variables have together: each is coerced and checked before anything runs. */
export const MAX_VALUES = 20_000;

/** Lets JSON in UTF-8 through, as it is and not compressed, and GET without a content type; the rest is 415. */
export async function requireJson(request: FastifyRequest): Promise<void> {
  const given = request.headers['content-type'];
  if (given === undefined && request.method !== 'POST') return;
  const [type = '', ...parameters] = (given ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.replace(/^charset="?([^"]*)"?$/, '$1');
  if (type !== 'application/json' || (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')) {
    throw refused(415, 'Unsupported media type: send application/json, with no charset or with utf-8.');
  }
  const coding = request.headers['content-encoding'] ?? 'identity';
  if (coding !== 'identity') {
    throw refused(
      415,
      `Unsupported content encoding ${JSON.stringify(coding)}: send the body as it is, not compressed.`,
    );
  }
}

/**
 * Makes a hook that refuses a document with too many tokens, a document or variables that are nested deeper than anything useful
 * is, before they overflow a stack, and variables with longer lists or more values than allowed. TOO_COSTLY.
 */
export const requireSmall =
  (maxListLength: number) =>
  async (request: FastifyRequest): Promise<void> => {
    const { query, variables } = (request.method === 'POST' ? (request.body ?? {}) : request.query) as Record<
      string,
      unknown
    >;
    if (typeof query === 'string') requireSmallDocument(query);
    const { longest, values, tooDeep } = shapeOfValue(
      typeof variables === 'string' ? parse(variables) : variables,
      MAX_NESTING,
    );
    if (tooDeep) throw tooCostly('nesting', null, MAX_NESTING);
    if (longest > maxListLength) throw tooCostly('listLength', longest, maxListLength);
    if (values > MAX_VALUES) throw tooCostly('values', values, MAX_VALUES);
  };

const opening = new Set<string>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing = new Set<string>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

function requireSmallDocument(document: string): void {
  // Every token has a character: most documents need not be read.
  if (document.length <= MAX_TOKENS && (document.match(/[{[(]/g)?.length ?? 0) <= MAX_NESTING) return;
  const lexer = new Lexer(new Source(document));
  let depth = 0;
  for (let count = 0; count <= MAX_TOKENS; count += 1) {
    let kind: TokenKind;
    try {
      ({ kind } = lexer.advance());
    } catch {
      // Not GraphQL: the parser says so better.
      return;
    }
    if (kind === TokenKind.EOF) return;
    if (opening.has(kind)) depth += 1;
    if (closing.has(kind)) depth -= 1;
    if (depth > MAX_NESTING) throw tooCostly('nesting', null, MAX_NESTING);
  }
  throw tooCostly('tokens', null, MAX_TOKENS);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the engine says so.
    return undefined;
  }
}

/** A validation rule: the schema must have the root type of each operation. The engine itself finds out too late. */
export function knownOperations(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      if (context.getSchema().getRootType(node.operation)) return;
      context.reportError(new GraphQLError(`This API has no ${node.operation}s.`, { nodes: node }));
    },
  };
}
