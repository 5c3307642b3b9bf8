import { Role } from '../../src/accounts/role';
import { CriterionKind } from '../../src/content/project/criterion-kind';
import { itemGlobalId } from '../../src/content/publishing/content-node';
import { documentIdFor } from '../../src/content/publishing/document-id';
import { projectDraft } from '../factories/project';
import { skillDraft } from '../factories/skill';
import { registered, type Person } from './accounts';
import { publishDrafts } from './content-store';
import { REVIEW_SUBMISSION, SUBMIT_PROJECT, WHOLE_SUBMISSION } from './submission-operations';
import type { GraphQLAnswer, TestApp } from './test-app';

/** The criteria of the projects that these tests publish: two that must be met, and two that count extra. */
export const criteria = [
  { id: 'runs', kind: CriterionKind.ACCEPTANCE, text: 'It runs.' },
  { id: 'tested', kind: CriterionKind.ACCEPTANCE, text: 'It is tested.' },
  { id: 'fast', kind: CriterionKind.STRETCH, text: 'It is fast.' },
  { id: 'pretty', kind: CriterionKind.STRETCH, text: 'It is pretty.' },
];

/** Publishes a project with these criteria, again or for the first time. */
export async function publishProject(app: TestApp, slug: string, content: object = {}): Promise<void> {
  await publishDrafts(app.dataSource, [
    skillDraft('building'),
    projectDraft(slug, ['building'], { criteria, ...content }),
  ]);
}

/** The global id of a criterion of a project. */
export const criterion = (id: string, project = 'tool'): string => itemGlobalId(documentIdFor('PROJECT', project), id);

/** Evidence for criteria of a project. */
export const evidenceFor = (ids: readonly string[], project = 'tool', text = 'See the readme.') =>
  ids.map((id) => ({ criterionId: criterion(id, project), text }));

/** Verdicts on criteria of a project: those of the second list are not met. */
export const verdictsOn = (met: readonly string[], unmet: readonly string[] = [], project = 'tool') => [
  ...met.map((id) => ({ criterionId: criterion(id, project), met: true })),
  ...unmet.map((id) => ({ criterionId: criterion(id, project), met: false, comment: `Not yet: ${id}.` })),
];

/** Somebody who hands projects in or reviews them, over HTTP. */
export class Participant {
  constructor(
    readonly app: TestApp,
    readonly person: Person,
  ) {}

  static async join(app: TestApp, ...roles: Role[]): Promise<Participant> {
    return new Participant(app, await registered(app, ...roles));
  }

  send(query: string, variables: object = {}, headers: Record<string, string> = {}): Promise<GraphQLAnswer> {
    return this.app.send(query, variables, { ...this.person.headers, ...headers });
  }

  trySubmit(input: object = {}, headers: Record<string, string> = {}): Promise<GraphQLAnswer> {
    const whole = {
      project: 'tool',
      repositoryUrl: 'https://example.org/me/tool',
      evidence: evidenceFor(['runs', 'tested']),
    };
    return this.send(SUBMIT_PROJECT, { input: { ...whole, ...input } }, headers);
  }

  async submit(input: object = {}): Promise<{ id: string; state: string; evidence: any[] }> {
    return dataOf(await this.trySubmit(input)).submitProject.submission;
  }

  /** Hands in evidence for these criteria. */
  submitFor(...ids: string[]): Promise<{ id: string; state: string; evidence: any[] }> {
    return this.submit({ evidence: evidenceFor(ids) });
  }

  tryReview(submissionId: string, verdicts: readonly object[], more: object = {}): Promise<GraphQLAnswer> {
    return this.send(REVIEW_SUBMISSION, { input: { submissionId, verdicts, ...more } });
  }

  async review(submissionId: string, verdicts: readonly object[], more: object = {}): Promise<any> {
    return dataOf(await this.tryReview(submissionId, verdicts, more)).reviewSubmission.submission;
  }

  /** takeSubmission, releaseSubmission or withdrawSubmission. */
  tryTo(action: 'take' | 'release' | 'withdraw', submissionId?: string | null): Promise<GraphQLAnswer> {
    const type = `${action[0]!.toUpperCase()}${action.slice(1)}SubmissionInput`;
    const query = `mutation ($input: ${type}!) { ${action}Submission(input: $input) { submission { ${WHOLE_SUBMISSION} } } }`;
    return this.send(query, { input: { submissionId } });
  }

  async to(action: 'take' | 'release' | 'withdraw', submissionId?: string | null): Promise<any> {
    return dataOf(await this.tryTo(action, submissionId))[`${action}Submission`].submission;
  }

  tryRead(id: string, selection = WHOLE_SUBMISSION): Promise<GraphQLAnswer> {
    return this.send(`query ($id: ID!) { submission(id: $id) { ${selection} } }`, { id });
  }

  async read(id: string): Promise<any> {
    return dataOf(await this.tryRead(id)).submission;
  }

  /** The ids of the queue, as this reviewer sees it. */
  async queue(held = false): Promise<string[]> {
    const query = `query ($held: Boolean!) { reviewQueue(first: 100, held: $held) { totalCount edges { node { id } } } }`;
    const { reviewQueue } = dataOf(await this.send(query, { held }));
    const ids = reviewQueue.edges.map(({ node }: any) => node.id);
    expect(reviewQueue.totalCount).toBe(ids.length);
    return ids;
  }
}

/** The data of an answer without errors. */
export function dataOf({ data, errors }: GraphQLAnswer): any {
  if (errors) throw new Error(`The operation failed: ${JSON.stringify(errors, null, 2)}`);
  return data;
}

/** The code of an answer's only error, and the other extensions but for the request id. */
export function refusalOf({ errors = [] }: GraphQLAnswer): Record<string, any> {
  expect(errors).toHaveLength(1);
  const { requestId: _, ...extensions } = errors[0]!.extensions;
  return { message: errors[0]!.message, ...extensions };
}

/** The problems of an answer's only error, as `pointer rule`. */
export function problemsOf(answer: GraphQLAnswer): string[] {
  const { code, problems } = refusalOf(answer);
  expect(code).toBe('BAD_USER_INPUT');
  return (problems as { pointer: string; rule: string }[]).map(({ pointer, rule }) => `${pointer} ${rule}`);
}

/** The key of a submission in the database. */
export const keyOfSubmission = (id: string): string =>
  Buffer.from(id, 'base64url').toString().slice('Submission:'.length);

/** Lets hours pass for whoever has a submission: its row moves back, as the clock of the database can't be moved. */
export async function letHoldPass(app: TestApp, id: string, hours: number): Promise<void> {
  await app.dataSource.query('UPDATE submission SET taken_at = taken_at - make_interval(hours => $2) WHERE id = $1', [
    keyOfSubmission(id),
    hours,
  ]);
}

const tables = ['', '_round', '_evidence', '_verdict', '_event'].map((name) => `submission${name}`);

/** Everything that is stored of submissions, table by table: equal before and after when nothing was written. */
export async function storedSubmissions(app: TestApp): Promise<readonly object[][]> {
  const [row] = await app.dataSource.query<[Record<string, object[]>]>(
    `SELECT ${tables.map((table) => `(SELECT coalesce(jsonb_agg(t ORDER BY t::text), '[]') FROM ${table} t) AS ${table}`).join()}`,
  );
  return tables.map((table) => row[table]!);
}

/** Takes the place of everything that is stored of submissions. */
export async function restoreSubmissions(app: TestApp, stored: readonly object[][]): Promise<void> {
  await app.dataSource.query('DELETE FROM submission');
  for (const [index, table] of tables.entries())
    await app.dataSource.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)`, [
      JSON.stringify(stored[index]),
    ]);
}
