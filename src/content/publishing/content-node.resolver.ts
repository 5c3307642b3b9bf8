import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { DateTime } from '../../kernel/graphql/scalars';
import { ContentNode } from './content-node';
import { defaultLocale, ServedLocale } from './locale';

/** What every content type has beside its own fields. */
@Resolver(() => ContentNode)
export class ContentNodeResolver {
  @FieldResolver(() => DateTime, {
    nullable: true,
    description: 'When it was first published; null for what never was (in perspectives that show drafts).',
  })
  async publishedAt(@Root() node: ContentNode, @Ctx() { graph }: RequestContext): Promise<Date | null> {
    return (await graph.dates(node)).publishedAt;
  }

  @FieldResolver(() => DateTime, { description: 'When what is shown here was published, or saved if it is a draft.' })
  async updatedAt(@Root() node: ContentNode, @Ctx() { graph }: RequestContext): Promise<Date> {
    return (await graph.dates(node)).updatedAt;
  }

  @FieldResolver(() => ServedLocale, { description: 'Which language was asked for and which one this is.' })
  locale(@Ctx() { locale }: RequestContext): ServedLocale {
    return { requested: locale, served: defaultLocale };
  }
}
