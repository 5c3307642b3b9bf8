import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { plainConnection } from '../../kernel/graphql/connection';
import { ENOUGH_ATTEMPTS, MOST_ATTEMPTS, type QuestionNumbers, type QuestionRow } from './question-statistics';

@ObjectType({ description: 'How often one way to answer a question was chosen, and by whom.', simpleResolvers: true })
export class OptionStatistics {
  @Field(() => ID, { nullable: true, description: 'The option; null for yes and no.' })
  optionId!: string | null;

  @Field({ description: 'The text of the option; Yes or No for YES_NO.' })
  text!: string;

  @Field(() => Int, { description: 'How many attempts chose it, beside others perhaps.' })
  chosen!: number;

  @Field(() => Float, { description: 'The share of all attempts that chose it, from 0 to 1.' })
  share!: number;

  @Field(() => Float, {
    nullable: true,
    description:
      'The mean total of the attempts that chose it, in percent of their points; null when none did and where nothing is scored. A wrong option with a higher mean than the right one is worth a look.',
  })
  meanPercent!: number | null;
}

@ObjectType({
  description: `What graded attempts say of a question; its numbers are null below ${ENOUGH_ATTEMPTS} attempts.`,
})
export class QuestionStatistics {
  @Field(() => Int, {
    simple: true,
    description: `How many graded attempts the numbers are about: the latest ${MOST_ATTEMPTS} at most, repeated ones among them.`,
  })
  attempts!: number;

  @Field({
    simple: true,
    description: `Whether there are fewer than ${ENOUGH_ATTEMPTS} attempts, so that all else is null.`,
  })
  tooFew!: boolean;

  @Field(() => Float, {
    simple: true,
    nullable: true,
    description:
      'The mean share of its points that answers earn, from 0 (nobody) to 1 (everybody), no answer as 0; null where it is not scored.',
  })
  facility!: number | null;

  @Field(() => Float, {
    simple: true,
    nullable: true,
    description:
      'The corrected item-total correlation, from -1 to 1: Pearson’s correlation of the share of points of this question with that of the rest of the paper. Null where all did equally well, and where papers have nothing else that is scored.',
  })
  discrimination!: number | null;

  @Field(() => Float, {
    simple: true,
    nullable: true,
    description: 'The share of attempts without an answer to it, from 0 to 1.',
  })
  unansweredShare!: number | null;

  @Field(() => Float, {
    simple: true,
    nullable: true,
    description:
      'The median of the seconds spent on it: from the answer saved before, or from the start, to each of its answers. Null when fewer than 20 attempts have one.',
  })
  medianSeconds!: number | null;

  @Field(() => [OptionStatistics], {
    simple: true,
    nullable: true,
    description:
      'Each option, in the order of the content; yes and no for YES_NO. Empty for ORDERING and for kinds without options.',
  })
  options!: OptionStatistics[] | null;

  row!: QuestionRow;
}

export const QuestionStatisticsConnection = plainConnection(
  () => QuestionStatistics,
  'QuestionStatistics',
  'statistics of questions',
);

/** The GraphQL object of what is known of a question. */
export function toQuestionStatistics(
  row: QuestionRow,
  numbers: QuestionNumbers,
  optionId: (id: string) => string,
): QuestionStatistics {
  const { attempts, options, ...means } = numbers;
  const tooFew = attempts < ENOUGH_ATTEMPTS;
  const say = (id: string, shown: { optionId: string | null; text: string }): OptionStatistics => {
    const { chosen = 0, meanPercent = null } = options[id] ?? {};
    return { ...shown, chosen, share: Math.round((chosen / attempts) * 10_000) / 10_000, meanPercent };
  };
  return { attempts, tooFew, ...means, options: tooFew ? null : ways(), row };

  function ways(): OptionStatistics[] {
    if (row.kind === 'YES_NO')
      return [say('true', { optionId: null, text: 'Yes' }), say('false', { optionId: null, text: 'No' })];
    if (row.kind === 'ORDERING') return [];
    return row.options.map(({ id, text }) => say(id, { optionId: optionId(id), text }));
  }
}
