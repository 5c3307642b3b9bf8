import { Field, ID, Int, ObjectType } from 'type-graphql';
import { CalendarDate } from '../../kernel/graphql/scalars';
import { TextItem } from '../publishing/text-item';
import { Confidence, DemandOutlook, PayPeriod } from './career-enums';

/*
 * The lists that a career owns, as its row holds them and as GraphQL shows them. Members without @Field are the ids of
 * documents; field resolvers turn them into what they name.
 */

@ObjectType({ description: 'One moment of a typical day.', simpleResolvers: true })
export class Moment {
  @Field(() => ID, { description: 'The opaque id of the item.' })
  id!: string;

  @Field({ description: 'What the moment is called.' })
  moment!: string;

  @Field({ description: 'What happens then.' })
  text!: string;
}

@ObjectType({ description: 'A kind of team or company that people of this career work in.', simpleResolvers: true })
export class Workplace {
  @Field(() => ID, { description: 'The opaque id of the item.' })
  id!: string;

  @Field({ description: 'What it is called.' })
  name!: string;

  @Field(() => String, { nullable: true, description: 'What work is like there.' })
  note?: string;
}

@ObjectType({ description: 'What one source says about the demand for a career.', simpleResolvers: true })
export class DemandClaim {
  @Field(() => ID, { description: 'The opaque id of the claim.' })
  id!: string;

  @Field(() => DemandOutlook, { description: 'How the source sees the demand.' })
  outlook!: DemandOutlook;

  @Field({ description: 'What the source says.' })
  text!: string;

  @Field(() => CalendarDate, {
    nullable: true,
    description: 'The day of the statement; null where the source gives none.',
  })
  statedOn?: string;

  source!: string;
}

@ObjectType({
  description:
    'What one source says about the pay of a career, at one level or over all of them. Claims that contradict each other stand side by side, each with its source.',
  simpleResolvers: true,
})
export class SalaryClaim {
  @Field(() => ID, { description: 'The opaque id of the claim.' })
  id!: string;

  @Field(() => Int, { description: 'The lower end, in whole units of the currency.' })
  min!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'The upper end, in whole units of the currency; null when the range is open.',
  })
  max?: number;

  @Field({ description: 'The currency, an ISO 4217 code.' })
  currency!: string;

  @Field(() => PayPeriod, { description: 'The time that the amounts are for.' })
  period!: PayPeriod;

  @Field(() => String, { nullable: true, description: 'Where it holds; null where the source does not say.' })
  region?: string;

  @Field(() => Confidence, { description: 'How firm the source itself says it is.' })
  confidence!: Confidence;

  @Field(() => CalendarDate, {
    nullable: true,
    description: 'The day of the statement; null where the source gives none.',
  })
  statedOn?: string;

  @Field(() => String, { nullable: true, description: 'What to know when reading it.' })
  note?: string;

  source!: string;
}

@ObjectType({ description: 'What is expected and paid at one level of a career.', simpleResolvers: true })
export class CareerLevel {
  @Field(() => [TextItem], { description: 'What is expected when hiring at this level.' })
  expectations!: TextItem[];

  @Field(() => [SalaryClaim], { description: 'What sources say about pay at this level.' })
  salaryClaims!: SalaryClaim[];

  level!: string;
}

@ObjectType({
  description: 'A small task that ends a learning step. Progress can be recorded against its id.',
  simpleResolvers: true,
})
export class MiniTask {
  @Field(() => ID, { description: 'The opaque id of the task.' })
  id!: string;

  @Field({ description: 'What to do.' })
  text!: string;
}

@ObjectType({
  description: 'One step of the way into a career. Progress can be recorded against its id.',
  simpleResolvers: true,
})
export class LearningStep {
  @Field(() => ID, { description: 'The opaque id of the step.' })
  id!: string;

  @Field({ description: 'What the step is about, in a few words.' })
  title!: string;

  @Field({ description: 'What to learn.' })
  text!: string;

  @Field(() => MiniTask, { nullable: true, description: 'A small task that ends the step.' })
  miniTask?: MiniTask;

  /** Document ids. */
  skillIds!: string[];
}

@ObjectType({ description: 'A mistake that is often made, with its remedy.', simpleResolvers: true })
export class Mistake {
  @Field(() => ID, { description: 'The opaque id of the item.' })
  id!: string;

  @Field({ description: 'What people do wrong.' })
  mistake!: string;

  @Field({ description: 'What to do instead.' })
  remedy!: string;
}
