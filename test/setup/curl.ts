import type { HttpAnswer, RawRequest } from './graphql-request';
import { sendRaw } from './graphql-request';
import type { TestApp } from './test-app';

/** The curl commands in the `sh` blocks of a text. */
export function curlCommands(markdown: string): string[] {
  return [...markdown.matchAll(/```sh\n([^]*?)\n```/g)]
    .map((match) => match[1]!)
    .filter((text) => text.startsWith('curl '));
}

/** Sends what a curl command of the docs would send, to the app instead of http://localhost:4000, on machines without curl too. */
export function runCurl(app: Pick<TestApp, 'address'>, command: string): Promise<HttpAnswer> {
  return sendRaw(app, requestOf(wordsOf(command).slice(1)));
}

/** The words of a command as a shell reads them: quoted ones, and lines that go on after a backslash. */
function wordsOf(command: string): string[] {
  const words = command.replaceAll('\\\n', ' ').matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g);
  return [...words].map(([, single, double, plain]) => single ?? double ?? plain ?? '');
}

function requestOf(words: readonly string[]): RawRequest {
  const rest = [...words];
  const headers: Record<string, string | string[]> = { 'content-type': [], accept: '*/*' };
  const parameters = new URLSearchParams();
  let [method, path, body, asGet] = ['GET', '', undefined as string | undefined, false];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '-s') continue;
    if (word === '-G') asGet = true;
    else if (word === '-I') method = 'HEAD';
    else if (word === '-H') {
      const [, name = '', value = ''] = /^([^:]+): (.*)$/.exec(rest.shift()!)!;
      headers[name] = value;
    } else if (word === '-d') [method, body] = ['POST', rest.shift()];
    else if (word === '--data-urlencode') {
      const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(rest.shift()!)!;
      parameters.append(name, value);
    } else if (word.startsWith('http://localhost:4000/')) path = word.slice('http://localhost:4000'.length);
    else throw new Error(`This test does not know curl's ${word}`);
  }
  return { method, path: asGet ? `${path}?${parameters.toString()}` : path, headers, body };
}
