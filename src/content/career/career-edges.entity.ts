import { Check, Column, Entity, JoinColumn, ManyToOne, type Relation } from 'typeorm';
import { Document } from '../publishing/document.entity';
import { edgeTo } from '../publishing/edge-row';
import type { Importance, TransitionKind } from './career-enums';

@Entity()
@Check('career_skill_importance_check', `importance IN ('ESSENTIAL', 'IMPORTANT', 'OPTIONAL')`)
export class CareerSkill extends edgeTo('career_skill', 'skill') {
  @Column('text')
  importance!: Importance;

  @Column('uuid', { nullable: true })
  requiredLevelId!: string | null;

  @ManyToOne(() => Document)
  @JoinColumn({ name: 'required_level_id' })
  requiredLevel!: Relation<Document> | null;

  @Column('boolean')
  oftenMissing!: boolean;

  @Column('boolean')
  inSkillMap!: boolean;
}

@Entity()
@Check('career_transition_kind_check', `kind IN ('PROMOTION', 'TRANSITION')`)
export class CareerTransition extends edgeTo('career_transition', 'career') {
  @Column('text')
  kind!: TransitionKind;

  @Column('text', { nullable: true })
  note!: string | null;
}

@Entity()
export class CareerIndustry extends edgeTo('career_industry', 'industry') {}

@Entity()
export class CareerEmployer extends edgeTo('career_employer', 'employer') {}

@Entity('career_level')
export class CareerLevelEdge extends edgeTo('career_level', 'level') {}

@Entity()
export class CareerProject extends edgeTo('career_project', 'project') {}

@Entity()
export class CareerPracticePrompt extends edgeTo('career_practice_prompt', 'question') {}

@Entity()
export class CareerAssessment extends edgeTo('career_assessment', 'assessment') {}

/** A step of the learning path teaches a skill. */
@Entity()
export class LearningStepSkill extends edgeTo('learning_step_skill', 'skill') {
  /** The step's id inside the document. */
  @Column('text')
  stepId!: string;
}
