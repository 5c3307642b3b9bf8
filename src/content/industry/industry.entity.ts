import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, Index } from 'typeorm';
import { ContentNode } from '../publishing/content-node';

/** A line of business that people work in. */
@Entity()
@Index('industry_name_trgm', { synchronize: false })
@ObjectType({ implements: ContentNode, description: 'A line of business that people work in.', simpleResolvers: true })
export class Industry extends ContentNode {
  @Field({ description: 'What it is called, such as Healthcare.' })
  @Index('industry_name_idx')
  @Column({ type: 'text', collation: 'en-x-icu' })
  name!: string;

  @Field(() => [String], { description: 'Other names for the same industry.' })
  @Column('text', { array: true })
  aliases!: string[];

  @Field(() => String, { nullable: true, description: 'What belongs to it.' })
  @Column('text', { nullable: true })
  summary!: string | null;
}
