import { recordAudit } from '../audit/record-audit';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { badInput } from '../../kernel/errors/errors';
import { RotateSigningKeyInput } from './session.inputs';
import { RotateSigningKeyPayload } from './session.payloads';
import './session-services';
import { SigningKeyPurpose } from './signing-key-purpose';

/** The keys of access tokens and of receipts. */
@Resolver()
export class SigningKeyResolver {
  @Mutation(() => RotateSigningKeyPayload, {
    description:
      'Signs access tokens, or receipts, with a new key from now on. For admins. Receipts of older keys verify for ever: BAD_USER_INPUT for refusing them.',
  })
  async rotateSigningKey(
    @Arg('input', () => RotateSigningKeyInput, { description: 'What to do about older keys.' })
    { purpose, refuseOldTokens }: RotateSigningKeyInput,
    @Ctx() context: RequestContext,
  ): Promise<RotateSigningKeyPayload> {
    if (refuseOldTokens && purpose === SigningKeyPurpose.RECEIPT) {
      const message = 'Receipts of older keys are never refused: leave this out.';
      throw badInput('/input/refuseOldTokens', 'purpose', message);
    }
    const { signingKeys } = context.services.sessions;
    const key = await context.dataSource.transaction(async (manager) => {
      const made = await signingKeys.rotate(manager, purpose, refuseOldTokens);
      await recordAudit(manager, context, 'rotateSigningKey', [{ detail: purpose }]);
      return made;
    });
    signingKeys.forget();
    return { ...key, purpose };
  }
}
