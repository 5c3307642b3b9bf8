import { Field, ObjectType } from 'type-graphql';

/** One thing that is wrong with an input: where it stands, which rule it breaks, and what would be right. */
@ObjectType({ description: 'One thing that is wrong with an input.', simpleResolvers: true })
export class Problem {
  @Field({ description: 'Where it stands: a JSON pointer (RFC 6901) into the input, such as /skills/3/importance.' })
  pointer!: string;

  @Field({ description: 'The rule that it breaks, a stable word such as required, length or reference.' })
  rule!: string;

  @Field({ description: 'What is wrong and what would be right, for a person.' })
  message!: string;
}

/** Appends one step to a JSON pointer (RFC 6901), escaping `~` and `/`. */
export function pointerTo(parent: string, step: string | number): string {
  return `${parent}/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
