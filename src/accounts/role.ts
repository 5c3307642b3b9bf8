import { registerEnumType } from 'type-graphql';

/** What somebody may do. No role implies another: who shall have two is granted both. */
export enum Role {
  LEARNER = 'LEARNER',
  EDITOR = 'EDITOR',
  PUBLISHER = 'PUBLISHER',
  REVIEWER = 'REVIEWER',
  ADMIN = 'ADMIN',
}

export const allRoles: readonly Role[] = Object.values(Role);

registerEnumType(Role, {
  name: 'Role',
  description: 'What somebody may do. No role implies another.',
  valuesConfig: {
    LEARNER: { description: 'Takes assessments and records progress. Everybody who registers has it.' },
    EDITOR: { description: 'Reads and writes drafts.' },
    PUBLISHER: { description: 'Makes drafts public, and takes documents back.' },
    REVIEWER: { description: 'Reviews the projects that learners hand in.' },
    ADMIN: { description: 'Looks after people, their roles, tokens and keys.' },
  },
});
