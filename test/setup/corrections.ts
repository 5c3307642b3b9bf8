import { randomUUID } from 'node:crypto';
import { toGlobalId } from '../../src/kernel/graphql/global-id';
import { applyCorrection } from '../../src/learning/correction/apply-correction';
import { runCorrectionBatch } from '../../src/learning/correction/run-corrections';
import type { Desk } from './editors-desk';
import type { GraphQLAnswer, TestApp } from './test-app';

export const PLAN = `published document { slug version } edition { number } problems { pointer rule message }
  papers { edition { number } reworded gradedAttempts runningAttempts problems { pointer rule } }
  totals { attempts raised lowered newlyPassed newlyFailed spared }`;
const ATTEMPTS = `totalCount pageInfo { hasNextPage endCursor } edges { cursor node { attemptId submittedAt edition { number }
  itemPointsBefore itemPoints itemMaxPoints pointsBefore points maxPoints passedBefore passed } }`;
const APPLIED = `id state reason allowLowering attempts checked raised lowered newlyPassed newlyFailed finishedAt
  document { slug } edition { number } actor { displayName }`;

/** Corrections as editors make them through the API. */
export class CorrectionDesk {
  constructor(
    private readonly app: TestApp,
    private readonly desk: Desk,
  ) {}

  async questionId(slug: string): Promise<string> {
    const [{ id }] = await this.app.dataSource.query(`SELECT id FROM document WHERE kind = 'QUESTION' AND slug = $1`, [
      slug,
    ]);
    return toGlobalId('Question', id);
  }

  async tryPlan(slug: string, allowLowering = false, page = 'first: 100'): Promise<GraphQLAnswer> {
    return this.app.send(
      `query ($id: ID!, $allowLowering: Boolean!) {
        gradingCorrection(questionId: $id, allowLowering: $allowLowering) { ${PLAN} attempts(${page}) { ${ATTEMPTS} } } }`,
      { id: await this.questionId(slug), allowLowering },
      this.desk.editor,
    );
  }

  async plan(slug: string, allowLowering = false, page?: string): Promise<any> {
    const { data, errors } = await this.tryPlan(slug, allowLowering, page);
    if (errors) throw new Error(JSON.stringify(errors));
    return data.gradingCorrection;
  }

  /** Applies a correction as the publisher who has seen the dry run. */
  async tryApply(slug: string, more: object = {}, headers = this.desk.publisher): Promise<GraphQLAnswer> {
    const { document } = await this.plan(slug);
    const input = {
      questionId: await this.questionId(slug),
      expectedVersion: document.version,
      reason: 'It was wrong.',
    };
    return this.desk.tryTo('applyGradingCorrection', { ...input, ...more }, `correction { ${APPLIED} }`, headers);
  }

  async apply(slug: string, more: object = {}): Promise<any> {
    const { data, errors } = await this.tryApply(slug, more);
    if (errors) throw new Error(JSON.stringify(errors));
    return data.applyGradingCorrection.correction;
  }

  async applied(slug: string): Promise<any[]> {
    const { appliedCorrections } = await this.app.ask(
      `query ($id: ID) { appliedCorrections(questionId: $id) { totalCount edges { node { ${APPLIED} } } } }`,
      { id: await this.questionId(slug) },
      this.desk.editor,
    );
    return appliedCorrections.edges.map(({ node }: any) => node);
  }
}

/**
 * Applies a correction by the public edition of a question, as somebody whom nobody knows, and leaves the grades of before to
 * the job.
 * @returns its number
 */
export async function applyOnly({ dataSource }: TestApp, slug: string, mayLower = false): Promise<number> {
  const [{ id, version }] = await dataSource.query<[{ id: string; version: number }]>(
    `SELECT id, version FROM document WHERE kind = 'QUESTION' AND slug = $1`,
    [slug],
  );
  const origin = { viewer: { id: randomUUID() }, client: { address: 'test' }, requestId: 'test' };
  const order = { questionId: id, expectedVersion: version, reason: 'It was wrong.', mayLower };
  return dataSource.transaction((manager) => applyCorrection(manager, origin, order));
}

/** The same, and grades again what was graded. */
export async function correct(app: TestApp, slug: string, mayLower = false): Promise<void> {
  await applyOnly(app, slug, mayLower);
  while (await runCorrectionBatch(app.dataSource));
}
