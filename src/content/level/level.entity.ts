import { Field, Int, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index } from 'typeorm';
import { ContentNode } from '../publishing/content-node';

/** A rung of the ladder, the same for every career. */
@Entity()
@Check('level_rank_check', 'rank BETWEEN 1 AND 100')
@ObjectType({
  implements: ContentNode,
  description: 'A rung of the ladder, the same for every career.',
  simpleResolvers: true,
})
export class Level extends ContentNode {
  @Field({ description: 'What it is called, such as Senior.' })
  @Index('level_name_idx')
  @Column({ type: 'text', collation: 'en-x-icu' })
  name!: string;

  @Field(() => [String], { description: 'Other names for the same level.' })
  @Column('text', { array: true })
  aliases!: string[];

  @Field(() => Int, { description: 'Its place on the ladder; 1 is the lowest.' })
  @Index('level_rank_idx')
  @Column('int')
  rank!: number;

  @Field({ description: 'What somebody at this level does.' })
  @Column('text')
  summary!: string;
}
