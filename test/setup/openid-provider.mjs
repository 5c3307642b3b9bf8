// A real OpenID provider of its own, for tests: prints its address and runs until it is ended.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const people = {
  ada: { name: 'Ada at the provider', email: 'ada@provider.example', email_verified: true, roles: ['ADMIN', 'EDITOR'] },
  bob: {
    name: 'Bob\u0000 with a name \u202e of '.padEnd(120, 'x'),
    email: 'bob@provider.example',
    email_verified: false,
  },
  cy: {},
};
const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const address = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(address, {
    clients: [
      {
        client_id: 'frontend',
        token_endpoint_auth_method: 'none',
        redirect_uris: ['https://frontend.example/done'],
      },
    ],
    cookies: { keys: ['for tests only'] },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...people[sub] }) }),
    extraTokenClaims: (_context, token) => people[token.accountId] ?? {},
    features: {
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: (_context, resource) => ({
          scope: 'graph',
          audience: resource,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 60,
        }),
      },
    },
  });
  server.on('request', provider.callback());
  process.stdout.write(`${address}\n`);
});
