import { Role } from '../../accounts/role';
import { badInput, forbidden, refusal, unauthenticated } from '../../kernel/errors/errors';
import type { RequestContext } from '../../kernel/context';
import type { RequestHead } from '../../kernel/module';
import { AuthorReader } from './author-reader';
import { DocumentReader } from './document-reader';
import { GraphReader } from './graph-reader';
import { HistoryReader } from './history-reader';
import { defaultLocale, requestedLocale } from './locale';
import { parsePerspective, published } from './perspective';

declare module '../../kernel/context' {
  interface RequestContext {
    /** The only way to content, bound to the perspective of the request. */
    graph: GraphReader;
    /** Documents and editions in any state, for editors: root fields that lead to it have a rule. */
    documents: DocumentReader;
    authors: AuthorReader;
    /** The log of publications. */
    history: HistoryReader;
    /** The language that the caller asked for, a BCP 47 tag. */
    locale: string;
  }
}

/** Who may read drafts, releases and the past. */
const perspectiveRoles: readonly Role[] = [Role.EDITOR, Role.PUBLISHER];

/** Binds a request to its perspective and locale. `published` is open to everybody; the others are refused where the viewer may not, never replaced. */
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
    if (!context.viewer) throw refusal(unauthenticated(`The perspective ${perspective.kind} needs an editor's token.`));
    if (!perspectiveRoles.some((role) => context.viewer!.roles.includes(role))) {
      throw refusal(forbidden(`The perspective ${perspective.kind} needs the role ${perspectiveRoles.join(' or ')}.`));
    }
  }
  context.graph = new GraphReader(context.dataSource, perspective, context.maxPageSize);
  context.documents = new DocumentReader(context.dataSource);
  context.authors = new AuthorReader(context.dataSource);
  context.history = new HistoryReader(context.dataSource);
  context.locale = requestedLocale(request.headers['accept-language']) ?? defaultLocale;
}
