import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { RotateSigningKeyInput } from './session.inputs';
import { RotateSigningKeyPayload } from './session.payloads';
import './session-services';

/** The keys of access tokens. */
@Resolver()
export class SigningKeyResolver {
  @Mutation(() => RotateSigningKeyPayload, {
    description: 'Signs access tokens with a new key from now on. For admins.',
  })
  async rotateSigningKey(
    @Arg('input', () => RotateSigningKeyInput, { description: 'What to do about older keys.' })
    { refuseOldTokens }: RotateSigningKeyInput,
    @Ctx() { dataSource, services }: RequestContext,
  ): Promise<RotateSigningKeyPayload> {
    const { signingKeys } = services.sessions;
    const key = await dataSource.transaction((manager) => signingKeys.rotate(manager, refuseOldTokens));
    signingKeys.forget();
    return key;
  }
}
