import { recordAudit } from '../audit/record-audit';
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
    @Ctx() context: RequestContext,
  ): Promise<RotateSigningKeyPayload> {
    const { signingKeys } = context.services.sessions;
    const key = await context.dataSource.transaction(async (manager) => {
      const made = await signingKeys.rotate(manager, refuseOldTokens);
      await recordAudit(manager, context, 'rotateSigningKey');
      return made;
    });
    signingKeys.forget();
    return key;
  }
}
