import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { PlanEffect } from '../../content/publishing/publish-plan.resolver';
import type { RequestContext } from '../../kernel/context';

/** What a publication would mean for projects that were handed in. */
@Resolver(() => PlanEffect)
export class PlanEffectOnSubmissionsResolver {
  @FieldResolver(() => Int, {
    description:
      'How many submissions of these projects are open: they wait for a reviewer or for changes. What was handed in is judged by the criteria that the project had then; the next round is by the new ones.',
  })
  async openSubmissions(@Root() { changes }: PlanEffect, @Ctx() { dataSource }: RequestContext): Promise<number> {
    const [row] = await dataSource.query<[{ total: number }]>(
      `SELECT count(*)::int AS total FROM submission s WHERE s.project_id = ANY($1::uuid[])
         AND (s.state IN ('SUBMITTED', 'IN_REVIEW', 'CHANGES_REQUESTED') OR s.stretch_state IS NOT NULL)`,
      [changes.map(({ documentId }) => documentId)],
    );
    return row.total;
  }
}
