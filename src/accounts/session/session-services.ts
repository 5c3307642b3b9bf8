import type { AppServices } from '../../kernel/app-services';
import { AccessTokens } from './access-tokens';
import { NewAccounts } from './new-accounts';
import { OpenIdProvider } from './openid-provider';
import { SignInThrottle } from './sign-in-throttle';
import { SigningKeys } from './signing-keys';

/** What signing in needs and all requests of the process share. */
export interface SessionServices {
  readonly signingKeys: SigningKeys;
  readonly accessTokens: AccessTokens;
  readonly throttle: SignInThrottle;
  readonly newAccounts: NewAccounts;
  /** Undefined when no provider is set. */
  readonly openIdProvider: OpenIdProvider | undefined;
}

declare module '../../kernel/app-services' {
  interface AppServices {
    sessions: SessionServices;
  }
}

export function addSessionServices(services: AppServices): void {
  const { dataSource, config } = services;
  const signingKeys = new SigningKeys(dataSource);
  services.sessions = {
    signingKeys,
    accessTokens: new AccessTokens(signingKeys, config.accounts.tokens),
    throttle: new SignInThrottle(dataSource),
    newAccounts: new NewAccounts(services),
    openIdProvider: config.accounts.openId && new OpenIdProvider(config.accounts.openId),
  };
}
