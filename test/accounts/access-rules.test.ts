import { execute, type ExecutionResult, parse } from 'graphql';
import { Query, Resolver } from 'type-graphql';
import { hasRole, inPerson, inPersonWithRole, inSession, signedIn } from '../../src/accounts/access-rules';
import type { RequestViewer } from '../../src/accounts/request-viewer';
import { Role } from '../../src/accounts/role';
import type { AccessRule } from '../../src/kernel/access/access-map';
import { makeSchema } from '../../src/kernel/graphql/schema';

@Resolver()
class GateResolver {
  @Query(() => Boolean, { nullable: true, description: 'A gate, for these tests.' })
  gate(): boolean {
    return true;
  }
}

/** What a rule answers a viewer: true, or the code of the refusal. */
async function answerOf(rule: AccessRule, viewer: RequestViewer | null): Promise<unknown> {
  const access = { Query: { gate: rule } };
  const schema = makeSchema([{ folder: 'gate', entities: [], resolvers: [GateResolver], access }]);
  const result = (await execute({ schema, document: parse('{ gate }'), contextValue: { viewer } })) as ExecutionResult;
  return result.errors?.[0]?.extensions.code ?? result.data?.gate;
}
const viewer = (via: RequestViewer['via'], ...roles: Role[]): RequestViewer => ({ id: 'x', roles, via });
const rules = {
  signedIn,
  inPerson,
  inSession,
  hasRole: hasRole(Role.EDITOR, Role.PUBLISHER),
  inPersonWithRole: inPersonWithRole(Role.EDITOR, Role.PUBLISHER),
};

test.each(Object.keys(rules) as (keyof typeof rules)[])('%s asks the anonymous to sign in', async (name) => {
  expect(await answerOf(rules[name], null)).toBe('UNAUTHENTICATED');
});

test.each([
  ['signedIn', viewer('api-token'), true],
  ['inPerson', viewer('api-token', Role.ADMIN), 'FORBIDDEN'],
  ['inPerson', viewer('oidc'), true],
  ['inPerson', viewer('session'), true],
  ['inSession', viewer('oidc'), 'FORBIDDEN'],
  ['inSession', viewer('api-token'), 'FORBIDDEN'],
  ['inSession', viewer('session'), true],
  ['hasRole', viewer('session', Role.LEARNER, Role.REVIEWER), 'FORBIDDEN'],
  ['hasRole', viewer('session', Role.ADMIN), 'FORBIDDEN'],
  ['hasRole', viewer('api-token', Role.PUBLISHER), true],
  ['inPersonWithRole', viewer('api-token', Role.PUBLISHER), 'FORBIDDEN'],
  ['inPersonWithRole', viewer('session', Role.ADMIN), 'FORBIDDEN'],
  ['inPersonWithRole', viewer('oidc', Role.EDITOR), true],
] as const)('%s answers %j with %j', async (name, who, answer) => {
  expect(await answerOf(rules[name], who)).toBe(answer);
});

test('the same roles are the same rule, in whatever order', () => {
  expect(hasRole(Role.PUBLISHER, Role.EDITOR)).toBe(rules.hasRole);
});
