import { decodeJwt } from 'jose';
import type { DataSource } from 'typeorm';
import type { RequestContext } from '../../kernel/context';
import { refusal, unauthenticated } from '../../kernel/errors/errors';
import { nameCaller } from '../../kernel/http/request-scope';
import type { RequestHead } from '../../kernel/module';
import { API_TOKEN_PREFIX, viewerOfApiToken } from '../api-token/api-tokens';
import { PREVIEW_TOKEN_PREFIX, previewOfToken } from '../preview-token/preview-tokens';
import type { RequestViewer } from '../request-viewer';
import type { Role } from '../role';
import { ROLES_OF_U } from '../user/users';
import { viewerOfExternal } from './external-users';
import './session-services';

/** How much of a User-Agent is kept, in characters. */
const USER_AGENT_LENGTH = 200;

/**
 * Finds out who sends a request. Without the header Authorization it is anonymous, and costs no statement. With one, the
 * token must be good: one that is not is refused and never taken for anonymous, or a client would not notice.
 */
export async function authenticate(context: RequestContext, request: RequestHead): Promise<void> {
  context.client = {
    address: request.ip,
    userAgent: String(request.headers['user-agent'] ?? '').slice(0, USER_AGENT_LENGTH),
  };
  context.viewer = null;
  context.preview = null;
  const header = request.headers.authorization;
  if (header === undefined) return;
  const token = /^Bearer +([\w.~+/=-]+)$/i.exec(String(header).trim())?.[1];
  if (token === undefined) {
    throw refusal(
      unauthenticated('The header Authorization must be "Bearer" and a token. Leave it out to read what is public.'),
    );
  }
  if (token.startsWith(PREVIEW_TOKEN_PREFIX)) {
    context.preview = await previewOfToken(context.dataSource, token);
    context.readOnly = true;
    if (!context.preview) throw refusal(unauthenticated('The preview token is not valid, or not any more.'));
    nameCaller('preview-token');
    return;
  }
  context.viewer = await viewerOf(context, token);
  if (!context.viewer) {
    throw refusal(unauthenticated('The token is not valid, or not any more: refresh the session or sign in again.'));
  }
  nameCaller(context.viewer.via === 'api-token' ? 'api-token' : 'user');
}

async function viewerOf({ dataSource, services }: RequestContext, token: string): Promise<RequestViewer | null> {
  if (token.startsWith(API_TOKEN_PREFIX)) return viewerOfApiToken(dataSource, token);
  const { accessTokens, openIdProvider } = services.sessions;
  const issuer = issuerOf(token);
  if (accessTokens.isOurs(issuer)) {
    const claims = await accessTokens.verify(token);
    return claims && viewerOfSession(dataSource, claims);
  }
  if (openIdProvider?.isOurs(issuer)) {
    const person = await openIdProvider.verify(token);
    return person && viewerOfExternal(dataSource, person);
  }
  return null;
}

/**
 * The user of an access token, read each time in one statement by key. So a role that was taken, an account that was
 * closed and a session that was signed out count at once, and not only when the token has run out.
 */
async function viewerOfSession(
  dataSource: DataSource,
  { userId, sessionId }: { userId: string; sessionId: string },
): Promise<RequestViewer | null> {
  const [found] = await dataSource.query<{ roles: Role[] }[]>(
    `SELECT ${ROLES_OF_U} FROM user_account u JOIN session s ON s.user_id = u.id AND s.id = $2
     WHERE u.id = $1 AND u.disabled_at IS NULL AND s.ended_at IS NULL AND s.expires_at > now()`,
    [userId, sessionId],
  );
  return found ? { id: userId, roles: found.roles, via: 'session', sessionId } : null;
}

/** Who a token says that it comes from; undefined for what is no JWT. Nothing is verified yet. */
function issuerOf(token: string): unknown {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}
