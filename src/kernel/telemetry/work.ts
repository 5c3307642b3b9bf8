import type { Span } from './tracing';

/** Who sent a request, as far as a log may say it: a kind, never a person. */
export type CallerKind = 'anonymous' | 'learner-token' | 'user' | 'api-token' | 'preview-token';

/** What is counted while one request or one job runs. */
export class Work {
  /** The SQL statements that it has sent. */
  statements = 0;
  /** How long they took together, in milliseconds. */
  sqlMilliseconds = 0;
  caller: CallerKind = 'anonymous';
  /** Known once the document is parsed and its operation found. The name is null for one without. */
  operation?: { readonly kind: 'query' | 'mutation' | 'subscription'; readonly name: string | null };
  /** The codes of the errors that are answered, each once, in the order in which they came. */
  readonly codes = new Set<string>();
  /** The innermost span that runs, while traces are recorded. */
  span?: Span;
}
