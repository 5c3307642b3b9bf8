import { IsISO4217CurrencyCode, IsUppercase } from 'class-validator';
import { InputType } from 'type-graphql';
import { Choice, Day, ItemId, Parts, Reference, Text, Whole } from '../publishing/content-fields';
import { TextItemContent } from '../publishing/text-item';
import { Confidence, DemandOutlook, PayPeriod } from './career-enums';

@InputType({ description: 'What one source says about the demand for a career.' })
export class ClaimedDemandContent {
  @ItemId()
  id?: string;

  @Choice(DemandOutlook, { required: 'always', description: 'How it sees the demand.' })
  outlook!: DemandOutlook;

  @Text({ max: 1000, required: 'always', description: 'What it says.' })
  text!: string;

  @Reference('SOURCE', { required: 'always', description: 'The source that says so.' })
  source!: string;

  @Day({ description: 'The day of the statement, if the source gives one.' })
  statedOn?: string;
}

/** The highest amount of a claim, in whole units of any currency. */
const MAX_AMOUNT = 2_000_000_000;

@InputType({
  description:
    'What one source says about the pay of a career, at one level or over all. Claims that differ are all kept.',
})
export class SalaryClaimContent {
  @ItemId()
  id?: string;

  @Whole({ min: 0, max: MAX_AMOUNT, required: 'always', description: 'The lower end, in whole units of the currency.' })
  min!: number;

  @Whole({ min: 0, max: MAX_AMOUNT, description: 'The upper end; left out when the range is open.' })
  max?: number;

  @Text({ max: 3, required: 'always', description: 'The currency, an ISO 4217 code such as USD.' })
  @IsISO4217CurrencyCode({ message: 'must be an ISO 4217 code such as USD' })
  @IsUppercase({ message: 'must be an ISO 4217 code such as USD, in capitals' })
  currency!: string;

  @Choice(PayPeriod, { required: 'always', description: 'The time that the amount is for.' })
  period!: PayPeriod;

  @Text({ max: 120, description: 'Where it holds, if the source says so.' })
  region?: string;

  @Choice(Confidence, { required: 'always', description: 'How firm the source itself says it is.' })
  confidence!: Confidence;

  @Day({ description: 'The day of the statement, if the source gives one.' })
  statedOn?: string;

  @Text({
    max: 1000,
    description:
      'What to know when reading it, such as what the source calls the level, or which occupation it counts.',
  })
  note?: string;

  @Reference('SOURCE', { required: 'always', description: 'The source that says so.' })
  source!: string;
}

@InputType({ description: 'What is expected and paid at one level of a career.' })
export class LevelEntryContent {
  @Reference('LEVEL', { required: 'always', description: 'The level that it is about.' })
  level!: string;

  @Parts(() => TextItemContent, { maxItems: 50, description: 'What is expected when hiring.' })
  expectations?: TextItemContent[];

  @Parts(() => SalaryClaimContent, { maxItems: 50, description: 'What sources say about pay.' })
  salaryClaims?: SalaryClaimContent[];
}
