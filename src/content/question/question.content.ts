import { InputType } from 'type-graphql';
import { Choice, Decimal, Flag, Part, Parts, Reference, Text, Texts, Whole } from '../publishing/content-fields';
import { TextItemContent } from '../publishing/text-item';
import { Difficulty, QuestionKind } from './question-kind';
import { ScoringRule } from './scoring-rule';

@InputType({ description: 'What an answer says about a career, in a fit test.' })
export class AffinityContent {
  @Text({ max: 60, description: 'The id of the option that says it; left out for LIKERT, where full agreement does.' })
  option?: string;

  @Reference('CAREER', { required: 'always', description: 'The career that the answer speaks for or against.' })
  career!: string;

  @Whole({ min: -2, max: 2, required: 'always', description: 'From -2 (speaks against it) to 2 (speaks for it).' })
  weight!: number;
}

@InputType({ description: 'The secret half of a question. Nothing public shows it.' })
export class AnswerKeyContent {
  @Texts({ max: 60, maxItems: 20, description: 'SINGLE_CHOICE and MULTIPLE_CHOICE: the ids of the right options.' })
  correctOptions?: string[];

  @Texts({ max: 60, maxItems: 20, description: 'ORDERING: the ids of all options in the right order.' })
  order?: string[];

  @Decimal({ min: -1e15, max: 1e15, description: 'NUMERIC: the right number.' })
  number?: number;

  @Decimal({
    min: 0,
    max: 1e15,
    description: 'NUMERIC: how far off an answer may be, in the unit of the question; 0 when left out.',
  })
  tolerance?: number;

  @Decimal({
    min: 0,
    max: 100,
    description:
      'NUMERIC, instead of tolerance: how far off an answer may be, in percent of the right number, from 0 to 100.',
  })
  tolerancePercent?: number;

  @Texts({ max: 200, maxItems: 50, description: 'SHORT_TEXT: the accepted answers.' })
  acceptedTexts?: string[];

  @Flag({ description: 'SHORT_TEXT: whether capitals and small letters differ; they do not when left out.' })
  caseSensitive?: boolean;

  @Flag({ description: 'YES_NO: whether yes is right; left out when nothing is right or wrong.' })
  yes?: boolean;

  @Parts(() => AffinityContent, { maxItems: 200, description: 'Fit tests: what an answer says about careers.' })
  affinities?: AffinityContent[];

  @Text({ max: 2000, description: 'Why the key is right; shown after the attempt only.' })
  explanation?: string;
}

@InputType({ description: 'Another unit in which a number may be answered.' })
export class OtherUnitContent {
  @Text({ max: 40, required: 'always', description: 'The unit, such as s.' })
  unit!: string;

  @Decimal({
    min: 1e-12,
    max: 1e12,
    required: 'always',
    description: 'What a number in this unit is multiplied by to be in the unit of the question: 1000 from s to ms.',
  })
  factor!: number;
}

@InputType({ description: 'What an editor says of a question.' })
export class QuestionContent {
  @Choice(QuestionKind, { required: 'always', description: 'How it is answered.' })
  kind!: QuestionKind;

  @Text({ max: 2000, required: 'always', description: 'What is asked.' })
  prompt!: string;

  @Reference('SKILL', { description: 'The skill that it tests.' })
  skill?: string;

  @Choice(Difficulty, { description: 'How hard it is meant to be.' })
  difficulty?: Difficulty;

  @Whole({ min: 1, max: 20, description: 'How many points a fully right answer earns, from 1 to 20; 1 when left out.' })
  points?: number;

  @Choice(ScoringRule, {
    description:
      'MULTIPLE_CHOICE and ORDERING: what an answer earns that is right in part; ALL_OR_NOTHING when left out.',
  })
  scoring?: ScoringRule;

  @Parts(() => TextItemContent, {
    maxItems: 20,
    description:
      'SINGLE_CHOICE, MULTIPLE_CHOICE, ORDERING: what to choose from; LIKERT: the scale from disagreement to agreement.',
  })
  options?: TextItemContent[];

  @Text({ max: 40, description: 'NUMERIC: the unit of the number.' })
  unit?: string;

  @Parts(() => OtherUnitContent, {
    maxItems: 10,
    description: 'NUMERIC: further units in which the number may be answered, up to 10.',
  })
  otherUnits?: OtherUnitContent[];

  @Text({ max: 1000, description: 'YES_NO: what to do next when the answer is no.' })
  adviceIfNo?: string;

  @Parts(() => TextItemContent, { maxItems: 30, description: 'OPEN: what a good answer covers.' })
  rubric?: TextItemContent[];

  @Part(() => AnswerKeyContent, { secret: true, description: 'The secret half.' })
  key?: AnswerKeyContent;
}
