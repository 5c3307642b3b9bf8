import { Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../../kernel/graphql/scalars';
import { toViewer } from '../user/to-objects';
import { Viewer } from '../user/user.objects';
import { SigningKeyPurpose } from './signing-key-purpose';
import type { SessionGrant } from './sessions';

/** What every answer with a new pair of tokens has. */
@ObjectType({ simpleResolvers: true })
abstract class SessionTokens {
  @Field({ description: 'Send it as `Authorization: Bearer …`. It is good for 15 minutes.' })
  accessToken!: string;

  @Field(() => DateTime, { description: 'When the access token runs out: refresh the session before.' })
  accessTokenExpiresAt!: Date;

  @Field({
    description:
      'Gets the next pair of tokens, once. Keep it secret: using an old one again ends the session, as a theft would show so.',
  })
  refreshToken!: string;

  @Field(() => Viewer, { description: 'Who is signed in now.' })
  viewer!: Viewer;
}

@ObjectType({ description: 'A new account, signed in.', simpleResolvers: true })
export class RegisterPayload extends SessionTokens {}

@ObjectType({ description: 'A new session.', simpleResolvers: true })
export class SignInPayload extends SessionTokens {}

@ObjectType({ description: 'The next tokens of a session.', simpleResolvers: true })
export class RefreshSessionPayload extends SessionTokens {}

@ObjectType({ description: 'What signing out came to.', simpleResolvers: true })
export class SignOutPayload {
  @Field(() => Int, { description: 'How many sessions ended; 0 when the token was of none that was open.' })
  endedSessions!: number;
}

@ObjectType({ description: 'What changing the password came to.', simpleResolvers: true })
export class ChangePasswordPayload {
  @Field(() => Int, { description: 'How many other sessions of yours ended. This one goes on.' })
  endedSessions!: number;
}

@ObjectType({ description: 'The key that signs from now on.', simpleResolvers: true })
export class RotateSigningKeyPayload {
  @Field(() => SigningKeyPurpose, { description: 'What it signs.' })
  purpose!: SigningKeyPurpose;

  @Field({ description: 'The id of the new key, as /.well-known/jwks.json and the header of what it signs name it.' })
  kid!: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;
}

/** A grant as GraphQL shows it. */
export function toTokens({ user, ...tokens }: SessionGrant): SessionTokens {
  return { ...tokens, viewer: toViewer(user) };
}
