import type { FastifyRequest } from 'fastify';
import { GraphQLError, Lexer, Source, TokenKind, type ASTVisitor, type ValidationContext } from 'graphql';

/** Checks of a GraphQL request that come before the engine sees it. What they throw is answered with its statusCode. */

/** Most lexical tokens of one document. */
export const MAX_TOKENS = 10_000;
/** How deep brackets of a document, and lists and objects of variables, may be nested: what reads them recurses. */
const MAX_NESTING = 100;

const refused = (statusCode: number, message: string): Error => Object.assign(new Error(message), { statusCode });

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

/** Refuses a document or variables that are nested deeper than anything useful is, before they overflow a stack. */
export async function requireShallow(request: FastifyRequest): Promise<void> {
  const { query, variables } = (request.method === 'POST' ? (request.body ?? {}) : request.query) as Record<
    string,
    unknown
  >;
  if (typeof query === 'string' && isDeepDocument(query)) {
    throw refused(400, `The document is nested too deep: ${MAX_NESTING} levels of brackets are the most.`);
  }
  if (isDeepValue(typeof variables === 'string' ? parse(variables) : variables)) {
    throw refused(400, `The variables are nested too deep: ${MAX_NESTING} levels of lists and objects are the most.`);
  }
}

const opening = new Set<string>([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing = new Set<string>([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

function isDeepDocument(document: string): boolean {
  if ((document.match(/[{[(]/g)?.length ?? 0) <= MAX_NESTING) return false;
  const lexer = new Lexer(new Source(document));
  let depth = 0;
  try {
    for (let count = 0; count < MAX_TOKENS; count += 1) {
      const { kind } = lexer.advance();
      if (kind === TokenKind.EOF) return false;
      if (opening.has(kind)) depth += 1;
      if (closing.has(kind)) depth -= 1;
      if (depth > MAX_NESTING) return true;
    }
  } catch {
    // Not GraphQL: the parser says so better.
  }
  return false;
}

/** Walks level by level, without recursion. */
function isDeepValue(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= MAX_NESTING; depth += 1) {
    level = level.flatMap((each) => (each !== null && typeof each === 'object' ? Object.values(each) : []));
    if (level.length === 0) return false;
  }
  return true;
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
