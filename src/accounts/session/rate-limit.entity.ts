import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Counts attempts for all processes together. The columns are those that rate-limiter-flexible asks for. */
@Entity()
export class RateLimit {
  @PrimaryColumn('varchar', { length: 255 })
  key!: string;

  @Column('int', { default: 0 })
  points!: number;

  /** Milliseconds since 1970. */
  @Column('bigint', { nullable: true })
  expire!: string | null;
}
