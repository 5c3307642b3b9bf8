import type { FeatureModule } from '../../kernel/module';
import { authenticate } from './authenticate';
import { forgetErasedIdentitiesJob } from './erased-identities';
import { ErasedIdentity } from './erased-identity.entity';
import { ExternalIdentity } from './external-identity.entity';
import { addJwksRoute } from './jwks.route';
import { RateLimit } from './rate-limit.entity';
import { RefreshToken } from './refresh-token.entity';
import { addSessionServices } from './session-services';
import { sessionAccess } from './session.access';
import { Session } from './session.entity';
import { sessionPersonalData } from './session.personal-data';
import { SessionResolver } from './session.resolver';
import { SigningKey } from './signing-key.entity';
import { SigningKeyResolver } from './signing-key.resolver';

/** Signing in and out, and who a request comes from. */
export const sessionModule: FeatureModule = {
  folder: 'accounts/session',
  entities: [Session, RefreshToken, SigningKey, ExternalIdentity, ErasedIdentity, RateLimit],
  resolvers: [SessionResolver, SigningKeyResolver],
  access: sessionAccess,
  extendServices: addSessionServices,
  extendContext: authenticate,
  routes: addJwksRoute,
  jobs: [forgetErasedIdentitiesJob],
  personalData: sessionPersonalData,
};
