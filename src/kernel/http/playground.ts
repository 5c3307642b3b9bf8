import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readPlaygroundOperations } from './playground-operations';

export interface PlaygroundOptions {
  /** Folder with the built page: what scripts/build-playground.mjs writes. */
  folder: string;
  /** Folder with the example operations that the page offers, one `.graphql` file each. */
  operations: string;
}

/** One file of the page, in the forms in which it can be sent. */
interface StoredFile {
  type: string;
  etag: string;
  cacheControl: string;
  plain: Buffer;
  br: Buffer | undefined;
  gzip: Buffer | undefined;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff': 'font/woff',
};

/** Hashed names: the content behind one never changes. */
const forEver = 'public, max-age=31536000, immutable';
const revalidate = 'no-cache';

// The editor writes style elements and style attributes, and its style sheet carries small images as data URLs.
// Scripts, workers, fonts and requests come from this server alone.
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const missingPage = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>careergraph</title>
<p>The playground is not built. <code>npm start</code> builds it; or run <code>node scripts/build-playground.mjs</code>
and start the server again.</p>
<p>The API itself works: send GraphQL operations by POST to <a href="graphql">/graphql</a>.</p>
</html>
`;

/**
 * Fastify plugin: `GET /` answers a browser with the playground and other clients with a pointer to the API;
 * the page's files are below `/playground/`. Everything is read once, at start, and served from memory.
 * @throws Error when an example operation can't be read
 */
export async function playground(app: FastifyInstance, options: PlaygroundOptions): Promise<void> {
  const files = await readFiles(options.folder);
  const operations = JSON.stringify(await readPlaygroundOperations(options.operations));
  files.set('operations.json', stored('operations.json', Buffer.from(operations), revalidate));
  const page = files.get('index.html') ?? stored('index.html', Buffer.from(missingPage), 'no-store');
  const isBuilt = files.delete('index.html');

  app.get('/', (request, reply) => {
    reply.header('vary', 'accept, accept-encoding');
    if (!/\btext\/html\b/i.test(request.headers.accept ?? '')) {
      return reply.send({ name: 'careergraph', graphql: '/graphql', playground: 'Open / in a browser.' });
    }
    return sendFile(request, reply.code(isBuilt ? 200 : 503), page);
  });

  app.get<{ Params: { file: string } }>('/playground/:file', (request, reply) => {
    const file = files.get(request.params.file);
    if (file === undefined)
      return reply.code(404).send({ error: 'Not Found', message: 'The playground has no such file.' });
    return sendFile(request, reply.header('vary', 'accept-encoding'), file);
  });
}

async function readFiles(folder: string): Promise<Map<string, StoredFile>> {
  // A missing folder is a build that did not run: the page then says so.
  const names = new Set(await readdir(folder).catch(() => []));
  const read = (name: string) => (names.has(name) ? readFile(join(folder, name)) : undefined);
  const originals = [...names].filter((name) => extname(name) in types);
  return new Map(
    await Promise.all(
      originals.map(async (name): Promise<[string, StoredFile]> => {
        const [plain, br, gzip] = await Promise.all([
          readFile(join(folder, name)),
          read(`${name}.br`),
          read(`${name}.gz`),
        ]);
        return [name, stored(name, plain, name === 'index.html' ? revalidate : forEver, br, gzip)];
      }),
    ),
  );
}

function stored(name: string, plain: Buffer, cacheControl: string, br?: Buffer, gzip?: Buffer): StoredFile {
  // Weak, because the compressed forms share it.
  const etag = `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  return { type: types[extname(name)] ?? 'application/octet-stream', etag, cacheControl, plain, br, gzip };
}

function sendFile(request: FastifyRequest, reply: FastifyReply, file: StoredFile): FastifyReply {
  reply
    .header('cache-control', file.cacheControl)
    .header('etag', file.etag)
    // On every file, as a worker obeys the policy that its own script came with.
    .header('content-security-policy', contentSecurityPolicy)
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff');
  if (request.headers['if-none-match']?.includes(file.etag)) return reply.code(304).send();
  const accepted = request.headers['accept-encoding'] ?? '';
  const encoding = (['br', 'gzip'] as const).find((name) => file[name] && new RegExp(`\\b${name}\\b`).test(accepted));
  if (encoding) reply.header('content-encoding', encoding);
  return reply.type(file.type).send(encoding ? file[encoding] : file.plain);
}
