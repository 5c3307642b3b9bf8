/** Sends an operation that must succeed; resolves to its data. */
export type Ask = (query: string, variables?: object) => Promise<any>;

/** How many SQL statements an operation runs on the starter content, and with which variables it is measured. */
export interface QueryBudget {
  readonly statements: number;
  readonly variables?: (ask: Ask) => object | Promise<object>;
}

const bySlug = (slug: string) => () => ({ slug });

/**
 * The budget of every operation of schema/operations. A number that falls is a gain to be kept, a number that grows is
 * probably a lost batch: look at the statements before you change it.
 */
export const queryBudgets: Readonly<Record<string, QueryBudget>> = {
  CareerList: { statements: 4 },
  CareerListNext: {
    statements: 2,
    variables: async (ask) => {
      const { careers } = await ask('{ careers(first: 5, orderBy: { field: TITLE }) { pageInfo { endCursor } } }');
      return { after: careers.pageInfo.endCursor };
    },
  },
  CareersByPage: { statements: 3, variables: () => ({ first: 3, after: null }) },
  CareersThatNeedSql: { statements: 2 },
  History: { statements: 2 },
  Ladder: { statements: 9 },
  LearnPage: { statements: 12, variables: bySlug('backend-engineer') },
  NextCareers: { statements: 3, variables: bySlug('backend-engineer') },
  ProjectsForSkill: { statements: 4, variables: bySlug('caching-strategy') },
  Refetch: {
    statements: 3,
    variables: async (ask) => {
      const { career, skill } = await ask(
        '{ career(slug: "backend-engineer") { id } skill(slug: "system-design") { id } }',
      );
      return { ids: [career.id, skill.id] };
    },
  },
  SalaryClaims: { statements: 4, variables: bySlug('backend-engineer') },
  SkillHub: { statements: 13, variables: bySlug('system-design') },
  SkillsOftenMissing: { statements: 4, variables: bySlug('backend-engineer') },
};
