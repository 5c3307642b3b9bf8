import { Field, ID, ObjectType } from 'type-graphql';
import { Check, Column, Entity, Index } from 'typeorm';
import { ContentNode } from '../publishing/content-node';
import { SkillKind } from './skill-kind';

@ObjectType({
  description: 'A topic that belongs to a skill. Progress can be recorded against its id.',
  simpleResolvers: true,
})
export class Topic {
  @Field(() => ID, { description: 'The opaque id of the topic; it stays the same when the name is edited.' })
  id!: string;

  @Field({ description: 'The name of the topic.' })
  name!: string;
}

@ObjectType({
  description:
    'A skill whose place another one took, public still or not: what was shown of it counts for the other one.',
  simpleResolvers: true,
})
export class ReplacedSkill {
  @Field(() => ID, { description: 'The id of the skill: `node` finds it while it is public.' })
  id!: string;

  @Field({ description: 'The slug that it has, or had when it was public last.' })
  slug!: string;

  @Field({ description: 'What it is called, or was called when it was public last.' })
  name!: string;
}

/** Something that people can learn and careers need. */
@Entity()
@Index('skill_name_trgm', { synchronize: false })
@Check('skill_kind_check', `kind IN ('TECHNICAL', 'TOOL', 'TRANSVERSAL')`)
@ObjectType({
  implements: ContentNode,
  description: 'Something that people can learn and careers need.',
  simpleResolvers: true,
})
export class Skill extends ContentNode {
  @Field({ description: 'What it is called, such as API Design.' })
  @Index('skill_name_idx')
  @Column({ type: 'text', collation: 'en-x-icu' })
  name!: string;

  @Field(() => SkillKind, { description: 'What kind of skill it is.' })
  @Index('skill_kind_idx')
  @Column('text')
  kind!: SkillKind;

  @Field({ description: 'What somebody who has it can do.' })
  @Column('text')
  summary!: string;

  @Field(() => [String], { description: 'Other names for exactly the same skill.' })
  @Column('text', { array: true })
  aliases!: string[];

  @Field(() => [Topic], { description: 'What belongs to it, in the order of learning.' })
  @Column('jsonb')
  topics!: Topic[];

  /** Documents, in order; the rows of skill_broader say the same to SQL. */
  @Column('uuid', { array: true })
  broaderIds!: string[];

  @Column('uuid', { array: true })
  prerequisiteIds!: string[];

  @Column('uuid', { array: true })
  replacedIds!: string[];
}
