import { itemGlobalId } from '../../src/content/publishing/content-node';
import type { ContentKind } from '../../src/content/publishing/content-kind';
import { documentIdFor } from '../../src/content/publishing/document-id';
import { dataOf, type Learner } from './learners';
import type { GraphQLAnswer, TestApp } from './test-app';

/** What a frontend of learners sends: the text runs exactly as it stands. */
export const RECORD_PROGRESS = `mutation RecordProgress($input: RecordProgressInput!) {
  recordProgress(input: $input) { progress { itemId state updatedAt } }
}`;

const RECORD_WITH_TOKEN = `mutation ($input: RecordProgressInput!) {
  recordProgress(input: $input) { attemptToken progress { itemId itemKind label state updatedAt removed } }
}`;

export type State = 'NOT_STARTED' | 'IN_PROGRESS' | 'DONE';

/** Progress as a list shows it. */
export interface Shown {
  readonly itemId: string;
  readonly itemKind: string;
  readonly label: string;
  readonly state: State;
  readonly removed: boolean;
  readonly document: { readonly slug: string };
}

export const SHOWN = 'itemId itemKind label state removed document { slug }';

/** The opaque id of an item, by the slug that its document had first. */
export const itemOf = ({ kind }: Pick<ContentKind, 'kind'>, slug: string, itemId: string): string =>
  itemGlobalId(documentIdFor(kind, slug), itemId);

/** The whole answer of recordProgress; who has no account and no token gets one. */
export async function tryRecord(
  learner: Learner,
  itemId: string,
  state: State,
  headers: Record<string, string> = {},
): Promise<GraphQLAnswer> {
  const input = { itemId, state, ...(learner.token === null ? {} : { attemptToken: learner.token }) };
  const answer = await learner.app.send(RECORD_WITH_TOKEN, { input }, { ...learner.headers, ...headers });
  learner.token ??= answer.data?.recordProgress?.attemptToken ?? null;
  return answer;
}

export async function record(learner: Learner, itemId: string, state: State): Promise<any> {
  return dataOf(await tryRecord(learner, itemId, state)).recordProgress.progress;
}

/** A page of the learner's progress, by account or by token. */
export async function progressPage(
  learner: Learner,
  args: string,
  selection: string,
): Promise<{ totalCount: number; edges: { cursor: string; node: any }[]; pageInfo: any }> {
  const root = learner.userId === null ? 'anonymousLearner(attemptToken: $token)' : 'viewer';
  const variable = learner.userId === null ? '($token: String!)' : '';
  const fields = `progress(${args}) { totalCount edges { cursor node { ${selection} } } pageInfo { hasNextPage endCursor } }`;
  const answer = await learner.app.send(
    `query ${variable} { learner: ${root} { ${fields} } }`,
    { token: learner.token },
    learner.headers,
  );
  return dataOf(answer).learner.progress;
}

/** All of a learner's progress, what changed last first. */
export async function progressOf(learner: Learner, filter = ''): Promise<Shown[]> {
  const { edges } = await progressPage(learner, `first: 100${filter && `, filter: { ${filter} }`}`, SHOWN);
  return edges.map(({ node }) => node);
}

/** One item of a learner's progress, with its history, the first change first. */
export async function historyOf(learner: Learner, itemId: string): Promise<State[]> {
  const selection = 'itemId history(first: 100) { totalCount edges { node { state recordedAt } } }';
  const { edges } = await progressPage(learner, 'first: 100', selection);
  const { history } = edges.find(({ node }) => node.itemId === itemId)!.node;
  const states = history.edges.map(({ node }: { node: { state: State } }) => node.state);
  expect(history.totalCount).toBe(states.length);
  return states.toReversed();
}

export interface PlannedEffects {
  readonly publishable: boolean;
  readonly problems: { severity: string; code: string; message: string; document: { slug: string } }[];
  readonly changes: { kind: string; document: { slug: string }; fields: { pointer: string }[] }[];
  readonly affected: {
    attemptsInProgress: number;
    learnersWithProgress: number;
    items: { document: { slug: string }; itemId: string; itemKind: string; label: string; learners: number }[];
    lineage: { from: { slug: string }; to: { slug: string }; learners: number }[];
  };
}

export const PLAN = `query ($ids: [ID!]!, $gone: [ID!]) {
  publishPlan(documentIds: $ids, unpublishDocumentIds: $gone) {
    publishable problems { severity code message document { slug } } changes { kind document { slug } fields { pointer } }
    affected { attemptsInProgress learnersWithProgress
      items { document { slug } itemId itemKind label learners } lineage { from { slug } to { slug } learners } }
  }
}`;

/** What a plan says of learners, to an editor. */
export async function planned(
  app: TestApp,
  editor: Record<string, string>,
  ids: readonly string[],
  gone?: readonly string[],
): Promise<PlannedEffects> {
  return dataOf(await app.send(PLAN, { ids, gone }, editor)).publishPlan;
}
