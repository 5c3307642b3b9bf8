import { Field, ID, ObjectType } from 'type-graphql';
import { Column, Entity, Index } from 'typeorm';
import { ContentNode } from '../publishing/content-node';
import { edgeTo } from '../publishing/edge-row';
import { CriterionKind } from './criterion-kind';

@ObjectType({
  description: 'One criterion that a project is judged by. Progress can be recorded against its id.',
  simpleResolvers: true,
})
export class Criterion {
  @Field(() => ID, { description: 'The opaque id of the criterion; it stays the same when the text is edited.' })
  id!: string;

  @Field(() => CriterionKind, { description: 'Whether it must be met or counts extra.' })
  kind!: CriterionKind;

  @Field({ description: 'What must hold.' })
  text!: string;
}

/** A practical project that trains skills. */
@Entity()
@Index('project_title_trgm', { synchronize: false })
@ObjectType({
  implements: ContentNode,
  description: 'A practical project that trains skills and can be shown to others.',
  simpleResolvers: true,
})
export class Project extends ContentNode {
  @Field({ description: 'What it is called, such as URL Shortener with Analytics.' })
  @Index('project_title_idx')
  @Column({ type: 'text', collation: 'en-x-icu' })
  title!: string;

  @Field({ description: 'What it is and what it trains.' })
  @Column('text')
  summary!: string;

  @Field({ description: 'What is to be built.' })
  @Column('text')
  scope!: string;

  @Field(() => [Criterion], { description: 'What it is judged by, in order.' })
  @Column('jsonb')
  criteria!: Criterion[];

  /** Documents, in order; the rows of project_skill say the same to SQL. */
  @Column('uuid', { array: true })
  skillIds!: string[];
}

/** The project trains a skill. */
@Entity()
export class ProjectSkill extends edgeTo('project_skill', 'skill') {}
