import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';

/** An OpenID provider in a process of its own. */
export interface TestProvider {
  readonly issuer: string;
  stop(): Promise<void>;
}

export async function startProvider(): Promise<TestProvider> {
  const child: ChildProcess = spawn(process.execPath, [path.join(__dirname, 'openid-provider.mjs')], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  return {
    issuer: line.toString().trim(),
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}

/**
 * Signs somebody in at the provider as a browser and a frontend do it: authorization code flow with PKCE, log-in and
 * consent. Returns the tokens.
 * @param resource the audience that the access token is for
 */
export async function signInAtProvider(
  issuer: string,
  login: string,
  resource: string,
): Promise<{ access_token: string; id_token: string }> {
  const cookies = new Map<string, string>();
  const visit = async (url: string, form?: Record<string, string>): Promise<Response> => {
    const answer = await fetch(new URL(url, issuer), {
      redirect: 'manual',
      headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      cookies.set(name!, value!);
    }
    return answer;
  };
  const verifier = randomBytes(32).toString('base64url');
  const redirect_uri = 'https://frontend.example/done';
  const query = new URLSearchParams({
    client_id: 'frontend',
    response_type: 'code',
    redirect_uri,
    scope: 'openid graph',
    resource,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  let answer = await visit(`/auth?${query}`);
  for (let step = 0; step < 12; step += 1) {
    const next = answer.headers.get('location') ?? '';
    if (next.startsWith(redirect_uri)) {
      const code = new URL(next).searchParams.get('code') ?? '';
      const tokens = await visit('/token', {
        grant_type: 'authorization_code',
        client_id: 'frontend',
        code,
        redirect_uri,
        resource,
        code_verifier: verifier,
      });
      return (await tokens.json()) as { access_token: string; id_token: string };
    }
    if (next) answer = await visit(next);
    else {
      const page = await answer.text();
      const action = /action="([^"]+)"/.exec(page)?.[1];
      const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1];
      if (!action || !prompt) throw new Error(`The provider answered ${answer.status}: ${page.slice(0, 500)}`);
      answer = await visit(action, { prompt, login, password: 'any' });
    }
  }
  throw new Error('The provider asks for more and more');
}
