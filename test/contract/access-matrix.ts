/** Who may use a root field: the rule lets the field run, or answers FORBIDDEN or UNAUTHENTICATED. */
export type Access = 'allowed' | 'denied';

export const roles = ['anonymous'] as const;
export type Role = (typeof roles)[number];

/**
 * The reviewed answer of every root field to every role. A new root field makes the test red until somebody has thought
 * about it and written it down here.
 */
export const accessMatrix: Readonly<Record<string, Readonly<Record<Role, Access>>>> = {
  'Query.assessment': { anonymous: 'allowed' },
  'Query.assessments': { anonymous: 'allowed' },
  'Query.career': { anonymous: 'allowed' },
  'Query.careers': { anonymous: 'allowed' },
  'Query.employer': { anonymous: 'allowed' },
  'Query.employers': { anonymous: 'allowed' },
  'Query.industries': { anonymous: 'allowed' },
  'Query.industry': { anonymous: 'allowed' },
  'Query.level': { anonymous: 'allowed' },
  'Query.levels': { anonymous: 'allowed' },
  'Query.node': { anonymous: 'allowed' },
  'Query.nodes': { anonymous: 'allowed' },
  'Query.project': { anonymous: 'allowed' },
  'Query.projects': { anonymous: 'allowed' },
  'Query.publications': { anonymous: 'allowed' },
  'Query.question': { anonymous: 'allowed' },
  'Query.questions': { anonymous: 'allowed' },
  'Query.skill': { anonymous: 'allowed' },
  'Query.skills': { anonymous: 'allowed' },
  'Query.source': { anonymous: 'allowed' },
  'Query.sources': { anonymous: 'allowed' },
};
