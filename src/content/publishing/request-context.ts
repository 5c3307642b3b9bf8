import { GraphQLError } from 'graphql';
import { Role } from '../../accounts/role';
import { badInput, forbidden, refusal, unauthenticated } from '../../kernel/errors/errors';
import type { RequestContext } from '../../kernel/context';
import { BatchWaves } from '../../kernel/loading/batch-waves';
import type { RequestHead } from '../../kernel/module';
import { AuthorReader } from './author-reader';
import { DocumentReader } from './document-reader';
import { EditionReader } from './edition-reader';
import { GraphReader } from './graph-reader';
import { HistoryReader } from './history-reader';
import { defaultLocale, requestedLocale } from './locale';
import { parsePerspective, type Perspective, perspectiveName, published, requirePerspective } from './perspective';
import { publicState } from './public-state';

declare module '../../kernel/context' {
  interface RequestContext {
    /** Lets readers that feed each other send their batches together. */
    waves: BatchWaves;
    /** The only way to content, bound to the perspective of the request. */
    graph: GraphReader;
    /** Documents and editions in any state, for editors: root fields that lead to it have a rule. */
    documents: DocumentReader;
    authors: AuthorReader;
    /** What was published, for records that name it: attempts and what is made of them. */
    editions: EditionReader;
    /** The log of publications. */
    history: HistoryReader;
    /** The language that the caller asked for, a BCP 47 tag. */
    locale: string;
  }
}

/** Who may read drafts, releases and the past. */
const perspectiveRoles: readonly Role[] = [Role.EDITOR, Role.PUBLISHER];

/** Binds a request to its perspective and locale. `published` is open to everybody; the others are refused where the viewer may not, never replaced. */
export async function bindReader(context: RequestContext, request: RequestHead): Promise<void> {
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
  try {
    requireAllowed(context, perspective);
    await requirePerspective(context.dataSource, perspective);
  } catch (error) {
    throw error instanceof GraphQLError ? refusal(error) : error;
  }
  context.waves = new BatchWaves();
  context.graph = new GraphReader(context.dataSource, perspective, context.maxPageSize, context.waves);
  context.documents = new DocumentReader(context.dataSource);
  context.authors = new AuthorReader(context.dataSource);
  context.editions = new EditionReader(context.dataSource, context.waves);
  context.history = new HistoryReader(context.dataSource);
  context.locale = requestedLocale(request.headers['accept-language']) ?? defaultLocale;
  if (header === undefined && request.headers.authorization === undefined) {
    const { dataSource, locale } = context;
    context.publicState = async () => `${await publicState(dataSource)}/${locale}`;
  }
}

/** A preview token opens its own perspective alone; the others but `published` are for editors. */
function requireAllowed({ viewer, preview }: RequestContext, perspective: Perspective): void {
  const name = perspectiveName(perspective);
  if (preview && preview.perspective !== name) {
    throw forbidden(
      `This preview token opens another perspective: send the header x-perspective: ${preview.perspective}`,
    );
  }
  if (perspective.kind === 'published') return;
  const roles = (viewer ?? preview)?.roles;
  if (!roles) throw unauthenticated(`The perspective ${perspective.kind} needs an editor's token or a preview token.`);
  if (!perspectiveRoles.some((role) => roles.includes(role))) {
    throw forbidden(`The perspective ${perspective.kind} needs the role ${perspectiveRoles.join(' or ')}.`);
  }
}
