import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, Index } from 'typeorm';
import { CalendarDate } from '../../kernel/graphql/scalars';
import { ContentNode } from '../publishing/content-node';

/** Where a claim comes from. */
@Entity()
@ObjectType({
  implements: ContentNode,
  description: 'A place that claims are taken from: a page, a survey, a data set.',
  simpleResolvers: true,
})
export class Source extends ContentNode {
  @Field({ description: 'The name, such as the title of a page or a data set.' })
  @Index('source_name_idx')
  @Column({ type: 'text', collation: 'en-x-icu' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'Who publishes it, if known.' })
  @Column('text', { nullable: true })
  publisher!: string | null;

  @Field(() => String, { nullable: true, description: 'Where it can be read, if on the web.' })
  @Column('text', { nullable: true })
  url!: string | null;

  @Field(() => CalendarDate, { nullable: true, description: 'The day that it says it was first published.' })
  @Column('date', { nullable: true })
  publishedOn!: string | null;

  @Field(() => CalendarDate, { nullable: true, description: 'The day that it says it was last changed.' })
  @Column('date', { nullable: true })
  updatedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'What to know when relying on it.' })
  @Column('text', { nullable: true })
  note!: string | null;
}
