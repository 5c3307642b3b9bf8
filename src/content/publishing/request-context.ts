import { badInput, forbidden, refusal } from '../../kernel/errors/errors';
import type { RequestContext } from '../../kernel/context';
import type { RequestHead } from '../../kernel/module';
import { GraphReader } from './graph-reader';
import { HistoryReader } from './history-reader';
import { defaultLocale, requestedLocale } from './locale';
import { parsePerspective, published } from './perspective';

declare module '../../kernel/context' {
  interface RequestContext {
    /** The only way to content, bound to the perspective of the request. */
    graph: GraphReader;
    /** The log of publications. */
    history: HistoryReader;
    /** The language that the caller asked for, a BCP 47 tag. */
    locale: string;
  }
}

/** Binds a request to its perspective and locale. Only `published` is open; the others are refused, never replaced. */
export function bindReader(context: RequestContext, request: RequestHead): void {
  const header = request.headers['x-perspective'];
  const perspective = header === undefined ? published : parsePerspective(String(header).trim());
  if (!perspective) {
    throw refusal(
      badInput(
        '/x-perspective',
        'perspective',
        'The header x-perspective must be published, draft, release:<id> or publication:<number>.',
      ),
    );
  }
  if (perspective.kind !== 'published') {
    throw refusal(
      forbidden(
        `The perspective ${perspective.kind} is not open to you. Leave the header x-perspective out to read what is published.`,
      ),
    );
  }
  context.graph = new GraphReader(context.dataSource, perspective, context.maxPageSize);
  context.history = new HistoryReader(context.dataSource);
  context.locale = requestedLocale(request.headers['accept-language']) ?? defaultLocale;
}
