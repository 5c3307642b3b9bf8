/** Who may use a root field: the rule lets the field run, or answers FORBIDDEN or UNAUTHENTICATED. */
export type Access = 'allowed' | 'denied';

export const roles = ['anonymous', 'learner', 'editor', 'publisher', 'reviewer', 'admin'] as const;
export type Role = (typeof roles)[number];

type Answers = Readonly<Record<Role, Access>>;

/** Allowed for these and denied for the others. Nobody but the learner has LEARNER only; the others have it beside theirs. */
function only(...allowed: Role[]): Answers {
  return Object.fromEntries(roles.map((role) => [role, allowed.includes(role) ? 'allowed' : 'denied'])) as Answers;
}
const everyone = only(...roles);
const signedIn = only('learner', 'editor', 'publisher', 'reviewer', 'admin');

/**
 * The reviewed answer of every root field to every role. A new root field makes the test red until somebody has thought
 * about it and written it down here.
 */
export const accessMatrix: Readonly<Record<string, Answers>> = {
  'Mutation.changePassword': signedIn,
  'Mutation.createApiToken': signedIn,
  'Mutation.grantRole': only('admin'),
  'Mutation.refreshSession': everyone,
  'Mutation.register': everyone,
  'Mutation.revokeApiToken': signedIn,
  'Mutation.revokeRole': only('admin'),
  'Mutation.rotateSigningKey': only('admin'),
  'Mutation.signIn': everyone,
  'Mutation.signOut': everyone,
  'Query.assessment': everyone,
  'Query.assessments': everyone,
  'Query.career': everyone,
  'Query.careers': everyone,
  'Query.employer': everyone,
  'Query.employers': everyone,
  'Query.industries': everyone,
  'Query.industry': everyone,
  'Query.level': everyone,
  'Query.levels': everyone,
  'Query.node': everyone,
  'Query.nodes': everyone,
  'Query.project': everyone,
  'Query.projects': everyone,
  'Query.publications': everyone,
  'Query.question': everyone,
  'Query.questions': everyone,
  'Query.skill': everyone,
  'Query.skills': everyone,
  'Query.source': everyone,
  'Query.sources': everyone,
  'Query.users': only('admin'),
  'Query.viewer': everyone,
};
