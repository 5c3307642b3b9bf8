import { ArgsType, Field, ID, InputType } from 'type-graphql';
import { PageArguments } from '../../kernel/graphql/page';
import { ProgressState } from './progress-state';

@InputType({ description: 'How far you are with an item.' })
export class RecordProgressInput {
  @Field(() => ID, {
    description:
      'The id of a learning step, a mini task, a checklist item, a next step, a topic or a criterion, as an answer gave it. One that an editor has removed since is taken too.',
  })
  itemId!: string;

  @Field(() => ProgressState, { description: 'How far you are with it; the state that it has changes nothing.' })
  state!: ProgressState;

  @Field(() => String, {
    nullable: true,
    description:
      'The token that startAttempt or recordProgress gave, for who has no account; it is ignored when the request is signed in. Without it a new learner is made. A wrong one is NOT_FOUND, one that an account has claimed is UNAUTHENTICATED.',
  })
  attemptToken?: string | null;
}

@InputType({ description: 'Conditions on progress; all that are given must hold.' })
class ProgressFilter {
  @Field(() => ID, { nullable: true, description: 'Only on items of the document with this id.' })
  document?: string | null;

  @Field(() => [ProgressState], { nullable: true, description: 'Only in one of these states.' })
  states?: ProgressState[] | null;
}

@ArgsType()
export class ProgressArguments extends PageArguments {
  @Field(() => ProgressFilter, { nullable: true, description: 'Return only what fits these conditions.' })
  filter?: ProgressFilter | null;
}
