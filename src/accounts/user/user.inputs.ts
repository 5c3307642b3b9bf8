import { Field, ID, InputType } from 'type-graphql';
import { Role } from '../role';

@InputType({ description: 'Which role to give to whom.' })
export class GrantRoleInput {
  @Field(() => ID, { description: 'The user who shall have it.' })
  userId!: string;

  @Field(() => Role, { description: 'The role to give.' })
  role!: Role;
}

@InputType({ description: 'Which role to take from whom.' })
export class RevokeRoleInput {
  @Field(() => ID, { description: 'The user who shall not have it any more.' })
  userId!: string;

  @Field(() => Role, { description: 'The role to take.' })
  role!: Role;
}
