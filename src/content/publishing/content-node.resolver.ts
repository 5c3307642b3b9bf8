import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { DateTime } from '../../kernel/graphql/scalars';
import { ContentNode } from './content-node';
import type { DocumentDates } from './graph-reader';
import './request-context';
import { defaultLocale, ServedLocale } from './locale';

/** What every content type has beside its own fields. */
@Resolver(() => ContentNode)
export class ContentNodeResolver {
  @FieldResolver(() => DateTime, {
    nullable: true,
    description: 'When it was first published; null for what never was (in perspectives that show drafts).',
  })
  async publishedAt(@Root() node: ContentNode, @Ctx() context: RequestContext): Promise<Date | null> {
    return (await datesOf(node, context)).publishedAt;
  }

  @FieldResolver(() => DateTime, { description: 'When what is shown here was published, or saved if it is a draft.' })
  async updatedAt(@Root() node: ContentNode, @Ctx() context: RequestContext): Promise<Date> {
    return (await datesOf(node, context)).updatedAt;
  }

  @FieldResolver(() => ServedLocale, { description: 'Which language was asked for and which one this is.' })
  locale(@Ctx() { locale }: RequestContext): ServedLocale {
    return { requested: locale, served: defaultLocale };
  }
}

/** Records of learners lead to what is public no more: it has the dates of then. */
async function datesOf(node: ContentNode, { graph, editions }: RequestContext): Promise<DocumentDates> {
  return (await graph.dates(node)) ?? (await editions.formerDates(node.documentId))!;
}
