/** Door "./safe-fetch": files from addresses that a stranger chose. For servers only. */
import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, type Dispatcher, request } from 'undici';
import { startDeadline } from './deadline.ts';
import { isPublicAddress } from './public-address.ts';
import { readRetryAfter } from './retry-after.ts';

export type FetchReason = 'Refused' | 'TooLarge' | 'Timeout' | 'Gone' | 'Unavailable';

/**
 * Why an address was not fetched. `Refused`: not an address that may be asked for. `Gone`: the
 * server says that it has nothing there, or nothing for us, any more. The message is for a log.
 */
export class FetchError extends Error {
  override readonly name = 'FetchError';
  readonly reason: FetchReason;
  readonly retryable: boolean;
  /** How long the server asks to be left alone. */
  readonly retryAfterMs: number;

  constructor(
    reason: FetchReason,
    message: string,
    options: { retryable?: boolean; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.reason = reason;
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs ?? 0;
  }
}

export type SafeFetchOptions = {
  signal?: AbortSignal;
  /** Longest body accepted. */
  maxBytes: number;
  /** For everything: names, redirects and body together. */
  timeoutMs: number;
  /** An address of the one origin that may be plain http and private: the configured relay's. */
  allowOrigin?: string;
};

export type Fetched = { bytes: Uint8Array; contentType: string | null; finalUrl: string };

/** What is known of a body that was handed on piece by piece. */
export type Received = Omit<Fetched, 'bytes'> & { length: number };

const MAX_REDIRECTS = 5;

/** Names set aside for machines and networks of one's own; no resolver needs to be asked. */
const PRIVATE_NAME = /(^|\.)(localhost|local|internal|home\.arpa)\.?$/;

/**
 * Fetches a file from an address that a stranger chose, without reaching anything private: https
 * only, every host, every address it resolves to and every redirect is checked, and the address
 * that was checked is the one connected to. Sends no cookies and no credentials.
 * Throws FetchError, or the signal's reason when the caller aborts.
 */
export async function safeFetch(url: string, options: SafeFetchOptions): Promise<Fetched> {
  const chunks: Uint8Array[] = [];
  const { length, ...told } = await safeFetchTo(url, options, async (chunk) => {
    chunks.push(chunk);
  });
  const bytes = new Uint8Array(length);
  let end = 0;
  // Each piece is let go of as soon as it is copied: pictures are large, and several come at once.
  for (let chunk = chunks.shift(); chunk; chunk = chunks.shift()) {
    bytes.set(chunk, end);
    end += chunk.length;
  }
  return { bytes, ...told };
}

/**
 * Like `safeFetch`, for what should not lie in memory: each piece of the body is written before the
 * next is taken. Throws what `write` throws, too.
 */
export async function safeFetchTo(
  url: string,
  options: SafeFetchOptions,
  write: (chunk: Uint8Array) => Promise<void>,
): Promise<Received> {
  let unwritten: unknown;
  const writeOrTell = (chunk: Uint8Array) =>
    write(chunk).catch((error: unknown) => {
      unwritten = error;
      throw error;
    });
  const deadline = startDeadline(options.timeoutMs, options.signal);
  const publicOnly = new Agent({ ...AGENT, connect: { lookup: lookupPublic } });
  const anywhere = new Agent(AGENT);
  // The relay's own origin is trusted only until a redirect leaves it: nobody else may send us there.
  let trusted = options.allowOrigin ? new URL(options.allowOrigin).origin : null;
  try {
    let target = url;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const at = checkedUrl(target, trusted);
      if (at.origin !== trusted) trusted = null;
      const dispatcher = trusted ? anywhere : publicOnly;
      const response = await request(at, {
        dispatcher,
        signal: deadline.signal,
        headers: {
          accept: 'image/*, */*;q=0.5',
          'accept-encoding': 'identity',
          'user-agent': 'Easel',
        },
      });
      // Leaving a body unread is an error to the body; it has been told here already.
      response.body.on('error', () => {});
      const location = redirectOf(response);
      if (location === null) return await read(response, at, options.maxBytes, writeOrTell);
      response.body.destroy();
      target = URL.parse(location, at.href)?.href ?? location;
    }
    throw new FetchError('Refused', `${url} redirects more than ${MAX_REDIRECTS} times.`);
  } catch (error) {
    if (unwritten !== undefined) throw unwritten;
    if (deadline.timedOut()) {
      const message = `${url} took longer than ${options.timeoutMs} ms.`;
      throw new FetchError('Timeout', message, { retryable: true, cause: error });
    }
    options.signal?.throwIfAborted();
    throw (
      fetchErrorIn(error) ??
      new FetchError('Unavailable', `${url} cannot be reached.`, { retryable: true, cause: error })
    );
  } finally {
    deadline.clear();
    await Promise.all([publicOnly.destroy(), anywhere.destroy()]);
  }
}

/** Only the deadline limits time; connections are not kept. */
const AGENT = { headersTimeout: 0, bodyTimeout: 0, allowH2: false } satisfies Agent.Options;

function checkedUrl(url: string, trusted: string | null): URL {
  const parsed = URL.parse(url);
  if (!parsed) throw new FetchError('Refused', 'Not an address.');
  if (parsed.username || parsed.password) {
    throw new FetchError('Refused', `${parsed.host}: an address with credentials.`);
  }
  if (trusted !== null && parsed.origin === trusted) return parsed;
  if (parsed.protocol !== 'https:') {
    throw new FetchError('Refused', `${parsed.protocol}//${parsed.host}: only https is fetched.`);
  }
  // `URL` has turned every notation of an IPv4 address into four decimal numbers. A socket connects
  // to a literal without asking the lookup below, so literals are checked here.
  const host = parsed.hostname.replace(/^\[|\]$/g, '');
  if (host === '' || PRIVATE_NAME.test(host) || (isIP(host) && !isPublicAddress(host))) {
    throw new FetchError('Refused', `${parsed.host} is not a public address.`);
  }
  return parsed;
}

/** Resolves a name for the socket, and refuses it when any of its addresses is not public. */
const lookupPublic: LookupFunction = (hostname, options, callback) => {
  const all: LookupAllOptions = { ...options, all: true };
  lookup(hostname, all, (error, found: LookupAddress[]) => {
    const bad = error ? undefined : found.find(({ address }) => !isPublicAddress(address));
    const [first] = error ? [] : found;
    if (error) return callback(error, '');
    if (bad || !first) {
      const message = `${hostname} resolves to ${bad?.address ?? 'nothing'}, which is not public.`;
      return callback(new FetchError('Refused', message), '');
    }
    return options.all ? callback(null, found) : callback(null, first.address, first.family);
  });
};

function redirectOf(response: Dispatcher.ResponseData): string | null {
  const { location } = response.headers;
  if (![301, 302, 303, 307, 308].includes(response.statusCode)) return null;
  return typeof location === 'string' ? location : null;
}

async function read(
  response: Dispatcher.ResponseData,
  at: URL,
  maxBytes: number,
  write: (chunk: Uint8Array) => Promise<void>,
): Promise<Received> {
  const { statusCode, headers, body } = response;
  if (statusCode !== 200) {
    body.destroy();
    throw statusError(statusCode, at, headers['retry-after']);
  }
  let length = Number(headers['content-length'] ?? 0) > maxBytes ? Number.POSITIVE_INFINITY : 0;
  if (length <= maxBytes) {
    for await (const chunk of body) {
      length += chunk.length;
      if (length > maxBytes) break;
      await write(chunk);
    }
  }
  if (length > maxBytes) {
    body.destroy();
    throw new FetchError('TooLarge', `${at.host} sends more than ${maxBytes} bytes.`);
  }
  const type = headers['content-type'];
  return { length, contentType: typeof type === 'string' ? type : null, finalUrl: at.href };
}

function statusError(status: number, at: URL, retryAfter: unknown): FetchError {
  const message = `${at.host} answered ${status}.`;
  // Stores answer 401 or 403 for a signed address that has expired, so that is gone, too.
  if ([401, 403, 404, 410].includes(status)) return new FetchError('Gone', message);
  const retryable = status >= 500 || status === 408 || status === 425 || status === 429;
  const retryAfterMs = readRetryAfter(String(retryAfter ?? '')) ?? 0;
  return new FetchError('Unavailable', message, { retryable, retryAfterMs });
}

/** The refusal of our own lookup comes back wrapped in the client's errors. */
function fetchErrorIn(error: unknown): FetchError | null {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at instanceof FetchError) return at;
    if (at instanceof AggregateError) {
      const inner = at.errors.find((one) => one instanceof FetchError);
      if (inner) return inner;
    }
  }
  return null;
}
