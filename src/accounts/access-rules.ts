import { rule } from 'graphql-shield';
import type { GraphQLError } from 'graphql';
import type { AccessRule } from '../kernel/access/access-map';
import type { RequestContext } from '../kernel/context';
import { forbidden, unauthenticated } from '../kernel/errors/errors';
import './request-viewer';
import type { RequestViewer } from './request-viewer';
import { Role } from './role';

const made = new Map<string, AccessRule>();

/** One rule a name, since shield keeps the answers of a request by name. It sees a signed-in viewer, never an anonymous one. */
function viewerRule(name: string, check: (viewer: RequestViewer) => true | GraphQLError): AccessRule {
  let known = made.get(name);
  if (!known) {
    known = rule(name, { cache: 'contextual' })((_parent, _args, { viewer }: RequestContext) =>
      viewer ? check(viewer) : unauthenticated('Sign in first: this needs a token in the header Authorization.'),
    );
    made.set(name, known);
  }
  return known;
}

/** Anybody with a token, whatever the roles. */
export const signedIn: AccessRule = viewerRule('signedIn', () => true);

/** Somebody who has one of these roles. ADMIN is no exception: name it where admins may. */
export function hasRole(...roles: readonly [Role, ...Role[]]): AccessRule {
  return viewerRule(`hasRole(${roles.toSorted().join(', ')})`, (viewer) =>
    viewer.roles.some((role) => roles.includes(role))
      ? true
      : forbidden(`This needs the role ${roles.join(' or ')}, which you do not have.`),
  );
}

/** Anybody but an API token that was made for other work: what somebody learns is not for a program of the editors. */
export const learning: AccessRule = rule('learning', { cache: 'contextual' })(
  (_parent, _args, { viewer }: RequestContext) =>
    viewer?.via === 'api-token' && !viewer.roles.includes(Role.LEARNER)
      ? forbidden('This API token is not for learning: make one with the role LEARNER, or sign in.')
      : true,
);

/** Somebody who signed in, here or at the OpenID provider: what a leaked API token shall not be able to do. */
export const inPerson: AccessRule = viewerRule('inPerson', ({ via }) =>
  via === 'api-token' ? forbidden('An API token may not do this: sign in.') : true,
);

/** Somebody who signed in here, so that there is a session and a password. */
export const inSession: AccessRule = viewerRule('inSession', ({ via }) =>
  via === 'session' ? true : forbidden('Only who signed in here, with a password, may do this.'),
);

/** A person who has one of these roles: hasRole and inPerson together. */
export function inPersonWithRole(...roles: readonly [Role, ...Role[]]): AccessRule {
  return viewerRule(`inPersonWithRole(${roles.toSorted().join(', ')})`, ({ via, roles: held }) => {
    if (via === 'api-token') return forbidden('An API token may not do this: sign in.');
    return held.some((role) => roles.includes(role))
      ? true
      : forbidden(`This needs the role ${roles.join(' or ')}, which you do not have.`);
  });
}
