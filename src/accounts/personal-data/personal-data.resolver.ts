import { Arg, Ctx, Extensions, Mutation, Resolver } from 'type-graphql';
import type { RequestContext } from '../../kernel/context';
import { badInput, unauthenticated } from '../../kernel/errors/errors';
import { recordAudit } from '../audit/record-audit';
import '../session/session-services';
import { verifyPassword } from '../user/passwords';
import { findPasswordHash } from '../user/users';
import { eraseAccount, type ProvedAccount } from './erase-account';
import { exportPersonalData } from './export-personal-data';
import { CONFIRMATION, EraseMyDataInput, EraseMyDataPayload, ExportMyDataPayload } from './personal-data.types';

/** What people may ask of those who keep data about them. */
@Resolver()
export class PersonalDataResolver {
  @Extensions({ notRepeatable: 'all that is kept about you in its answer' })
  @Mutation(() => ExportMyDataPayload, {
    description:
      'A complete copy of what is kept about you, as JSON: without secrets, and without an Idempotency-Key, since the answer is not kept. Not with an API token: sign in.',
  })
  async exportMyData(@Ctx() context: RequestContext): Promise<ExportMyDataPayload> {
    const { dataSource, services, viewer } = context;
    const data = await exportPersonalData(dataSource, services.personalData, viewer!.id);
    await dataSource.transaction((manager) => recordAudit(manager, context, 'exportMyData'));
    return { data };
  }

  @Mutation(() => EraseMyDataPayload, {
    description:
      'Erases your account, for ever and at once: you are signed out everywhere, your tokens end, and what is kept about you is deleted. What you wrote and published stays, without your name. CONFLICT for the last admin; RATE_LIMITED after too many attempts. Not with an API token: sign in.',
  })
  async eraseMyData(
    @Arg('input', () => EraseMyDataInput, { description: 'The proof that you want it.' }) input: EraseMyDataInput,
    @Ctx() context: RequestContext,
  ): Promise<EraseMyDataPayload> {
    const { dataSource, services, viewer, client } = context;
    const passwordHash = await findPasswordHash(dataSource, viewer!.id);
    const proof = proofWanted(input, passwordHash !== null);
    const attempt = { account: viewer!.id, address: client.address };
    const proved = await services.sessions.throttle.attempt(attempt, async (): Promise<ProvedAccount | null> => {
      const good = passwordHash === null ? proof === CONFIRMATION : await verifyPassword(passwordHash, proof);
      return good ? { userId: viewer!.id, passwordHash } : null;
    });
    if (!proved) {
      throw passwordHash === null
        ? badInput('/confirmation', 'confirmation', `Type "${CONFIRMATION}", letter by letter.`)
        : badInput('/password', 'password', 'This is not your password.');
    }
    const erasedAt = await dataSource.transaction((manager) =>
      eraseAccount(manager, services.personalData, proved, context),
    );
    if (!erasedAt) throw unauthenticated('The account was erased already, or its password was changed: sign in again.');
    return { erasedAt };
  }
}

/** What the input proves the wish by: the password where there is one, or else the words. */
function proofWanted({ password, confirmation }: EraseMyDataInput, hasPassword: boolean): string {
  const proof = hasPassword ? password : confirmation;
  if (proof != null) return proof;
  throw hasPassword
    ? badInput('/password', 'required', 'Your account has a password: pass it.')
    : badInput(
        '/confirmation',
        'required',
        `Your account has no password: pass "${CONFIRMATION}" as the confirmation.`,
      );
}
