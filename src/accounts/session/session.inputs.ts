import { Matches } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { EmailAddress, GivenPassword, NewPassword, OneLine } from '../account-rules';
import { SigningKeyPurpose } from './signing-key-purpose';

const RefreshTokenForm = (): PropertyDecorator =>
  Matches(/^cgr_[\w-]{86}$/, { message: 'This is not a refresh token: pass the latest one as an answer gave it.' });

@InputType({ description: 'A new account.' })
export class RegisterInput {
  @EmailAddress()
  @Field({ description: 'The email address, by which you sign in.' })
  email!: string;

  @NewPassword()
  @Field({ description: 'A password of 12 to 200 characters.' })
  password!: string;

  @OneLine(80)
  @Field({ description: 'How you want to be called, in up to 80 characters.' })
  displayName!: string;
}

@InputType({ description: 'Who signs in.' })
export class SignInInput {
  @EmailAddress()
  @Field({ description: 'The email address of the account, in small or capital letters.' })
  email!: string;

  @GivenPassword()
  @Field({ description: 'The password of the account.' })
  password!: string;
}

@InputType({ description: 'Which session to go on with.' })
export class RefreshSessionInput {
  @RefreshTokenForm()
  @Field({ description: 'The latest refresh token of the session. It can be used once.' })
  refreshToken!: string;
}

@InputType({ description: 'Which session to end.' })
export class SignOutInput {
  @RefreshTokenForm()
  @Field({ description: 'The latest refresh token of the session.' })
  refreshToken!: string;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether to end all your sessions, on every device.' })
  everywhere!: boolean;
}

@InputType({ description: 'The old and the new password.' })
export class ChangePasswordInput {
  @GivenPassword()
  @Field({ description: 'The password as it is now.' })
  currentPassword!: string;

  @NewPassword()
  @Field({ description: 'The new password, of 12 to 200 characters.' })
  newPassword!: string;
}

@InputType({ description: 'Which key to replace, and how.' })
export class RotateSigningKeyInput {
  @Field(() => SigningKeyPurpose, { defaultValue: SigningKeyPurpose.ACCESS, description: 'What the key signs.' })
  purpose!: SigningKeyPurpose;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether access tokens of older keys are refused from now on, for a key that has leaked: within a minute everywhere, and everybody has to refresh. Otherwise they are good until they run out. Receipts are never refused: BAD_USER_INPUT for their key.',
  })
  refuseOldTokens!: boolean;
}
