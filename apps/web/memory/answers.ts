import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { type Captured, capture, KEEP } from './capture.ts';
import { canonicalKey } from './key.ts';
import { policyByHashes } from './policy.ts';

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

type Answer = {
  until: number;
  etag: string;
  headers: Record<string, string | string[]>;
  bodies: Record<'identity' | 'gzip' | 'br', Buffer>;
};

/** As long as shared caches in front are told; what appears or leaves ends it sooner. */
const KEEP_MS = 10_000;
const MOST = 300;

/** Calls that change what lists show. */
const CHANGE =
  /^\/api\/(account\/avatar$|trpc\/[^?]*\b(wallpaper|user)\.(update|delete|restore|like|unlike)\b)/;

/** What belongs to one request or connection and not to the answer. */
const PASSING = new Set([
  KEEP,
  'x-request-id',
  'x-body-length',
  'date',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'etag',
  'vary',
  'x-middleware-rewrite',
]);

/**
 * Public answers in this process's memory: made once, compressed once, given to everyone who asks the
 * same until they are ten seconds old or `clear` is called. People who ask while one is being made wait
 * for it. Whatever is not public goes through untouched.
 */
export function openMemory(handle: Handle) {
  const answers = new Map<string, Answer>();
  const beingMade = new Map<string, Promise<Answer | null>>();
  /** The keys of addresses as they were written; finding one out costs more than an answer. */
  const keys = new Map<string, string | null>();
  let era = 0;

  function keyOf(request: IncomingMessage): string | null {
    const { url = '', method, headers } = request;
    // Pages and queries in another form than the usual one.
    if (method !== 'GET' || headers.rsc !== undefined || headers['trpc-accept']) return null;
    let key = keys.get(url);
    if (key === undefined) {
      key = canonicalKey(url);
      if (keys.size >= MOST * 4) keys.clear();
      keys.set(url, key);
    }
    return key;
  }

  async function make(
    key: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<Answer | null> {
    const begun = era;
    const made = await capture(handle, request, response);
    const answer = made && (await keep(made));
    // What appeared or left meanwhile may not be in it.
    if (!answer || begun !== era) return answer;
    const [oldest] = answers.keys();
    if (answers.size >= MOST && oldest !== undefined) answers.delete(oldest);
    answers.set(key, answer);
    return answer;
  }

  function clear(): void {
    era += 1;
    answers.clear();
    beingMade.clear();
  }

  return {
    clear,

    async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const key = keyOf(request);
      if (request.method === 'POST' && CHANGE.test(request.url ?? ''))
        clearAtTheEnd(response, clear);
      if (key === null) return await handle(request, response);
      const ready = answers.get(key);
      if (ready && ready.until > Date.now()) return send(ready, request, response);
      const awaited = await beingMade.get(key);
      if (awaited) return send(awaited, request, response);

      const making = make(key, request, response);
      // Others only wait for it; the failure is this request's own.
      const shared = making.catch(() => null);
      beingMade.set(key, shared);
      try {
        const answer = await making;
        if (answer) send(answer, request, response);
      } finally {
        if (beingMade.get(key) === shared) beingMade.delete(key);
      }
    },
  };
}

/** Whoever changed something sees it in the next answer, before the announcement has come round. */
function clearAtTheEnd(response: ServerResponse, clear: () => void): void {
  const { end } = response;
  Object.assign(response, {
    end(...args: unknown[]) {
      if (response.statusCode === 200) clear();
      return Reflect.apply(end, response, args);
    },
  });
}

/** What was captured, as it is given to everyone: compressed once, and free of its nonce. */
async function keep({ body, headers: all }: Captured): Promise<Answer> {
  const vary = [all.vary ?? [], 'Accept-Encoding'].flat().join(', ').split(', ');
  const headers: Answer['headers'] = { vary: [...new Set(vary)].join(', ') };
  for (const [name, value] of Object.entries(all)) if (!PASSING.has(name)) headers[name] = value;
  const page = all[KEEP];
  let identity = body;
  if (typeof page === 'string') {
    headers['cache-control'] = page;
    const policy = String(all['content-security-policy'] ?? '');
    const fixed = policyByHashes(policy, body.toString('utf8'));
    headers['content-security-policy'] = fixed.policy;
    // Its preloads carry the nonce as well.
    if (headers.link)
      headers.link = [headers.link].flat().map((link) => link.replaceAll(/; nonce="[^"]*"/g, ''));
    identity = Buffer.from(fixed.html);
  }
  const [zipped, brotli] = await Promise.all([
    promisify(gzip)(identity),
    promisify(brotliCompress)(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  ]);
  return {
    until: Date.now() + KEEP_MS,
    etag: `"${createHash('sha256').update(identity).digest('base64url').slice(0, 22)}"`,
    headers,
    bodies: { identity, gzip: zipped, br: brotli },
  };
}

function send(answer: Answer, request: IncomingMessage, response: ServerResponse): void {
  const { headers, etag, bodies } = answer;
  const own = { ...headers, etag, 'x-request-id': randomUUID() };
  if (request.headers['if-none-match']?.includes(etag)) {
    response.writeHead(304, own).end();
    return;
  }
  const accepted = String(request.headers['accept-encoding'] ?? '')
    .split(',')
    // Named to be refused (RFC 9110, 12.4.2).
    .filter((coding) => !/;\s*q=0(\.0*)?\s*$/i.test(coding))
    .join();
  const coding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : 'identity';
  const body = bodies[coding];
  response.writeHead(200, {
    ...own,
    ...(coding !== 'identity' && { 'content-encoding': coding }),
    'content-length': body.byteLength,
  });
  response.end(body);
}
