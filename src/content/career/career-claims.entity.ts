import { Check, Column, Entity, Index, JoinColumn, ManyToOne, type Relation } from 'typeorm';
import { Document } from '../publishing/document.entity';
import { edgeTo } from '../publishing/edge-row';
import type { Confidence, DemandOutlook, PayPeriod } from './career-enums';

/** What a source says about pay: one row a claim, contradicting ones side by side. */
@Entity('salary_claim')
@Check('salary_claim_range_check', 'min >= 0 AND min <= max')
@Check('salary_claim_currency_check', `currency ~ '^[A-Z]{3}$'`)
@Check('salary_claim_period_check', `period IN ('YEAR', 'MONTH', 'DAY', 'HOUR')`)
@Check('salary_claim_confidence_check', `confidence IN ('LOW', 'MEDIUM', 'HIGH')`)
export class SalaryClaimRow extends edgeTo('salary_claim', 'source') {
  /** Null where the claim is about the career as a whole. */
  @Index('salary_claim_level_idx')
  @Column('uuid', { nullable: true })
  levelId!: string | null;

  @ManyToOne(() => Document)
  @JoinColumn({ name: 'level_id' })
  level!: Relation<Document> | null;

  @Column('int')
  min!: number;

  /** Null when the range is open. */
  @Column('int', { nullable: true })
  max!: number | null;

  @Column('text')
  currency!: string;

  @Column('text')
  period!: PayPeriod;

  @Column('text', { nullable: true })
  region!: string | null;

  @Column('text')
  confidence!: Confidence;

  @Column('date', { nullable: true })
  statedOn!: string | null;
}

/** What a source says about demand. */
@Entity('demand_claim')
@Check('demand_claim_outlook_check', `outlook IN ('STRONG', 'STEADY', 'WEAK')`)
export class DemandClaimRow extends edgeTo('demand_claim', 'source') {
  @Column('text')
  outlook!: DemandOutlook;

  @Column('date', { nullable: true })
  statedOn!: string | null;
}
