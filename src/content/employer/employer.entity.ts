import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, Index } from 'typeorm';
import { ContentNode } from '../publishing/content-node';

/** A company or body that people work for. */
@Entity()
@Index('employer_name_trgm', { synchronize: false })
@ObjectType({ implements: ContentNode, description: 'A company or body that people work for.', simpleResolvers: true })
export class Employer extends ContentNode {
  @Field({ description: 'What it is called, such as Netflix.' })
  @Index('employer_name_idx')
  @Column({ type: 'text', collation: 'en-x-icu' })
  name!: string;

  @Field(() => [String], { description: 'Other names for the same employer.' })
  @Column('text', { array: true })
  aliases!: string[];

  @Field(() => String, { nullable: true, description: 'What it is known for.' })
  @Column('text', { nullable: true })
  summary!: string | null;
}
