import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
/**
 * The header in which a page says how long it may be kept; it never leaves the process. (Routes say it
 * in `Cache-Control` itself.)
 */
export const KEEP = 'x-easel-keep';

export type Captured = { body: Buffer; headers: Record<string, string | string[]> };

/**
 * Lets `handle` answer, and holds the answer back if it is one that shared caches may keep. Any other
 * is sent as it is made, and null is returned.
 */
export async function capture(
  handle: Handle,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Captured | null> {
  const { 'accept-encoding': accepted, 'if-none-match': known } = request.headers;
  // It is compressed, and compared with what the browser has, when it is given.
  delete request.headers['accept-encoding'];
  delete request.headers['if-none-match'];
  const chunks: Buffer[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<Captured | null>();
  let held: boolean | null = null;

  /** Decided when the first byte is to be sent: all headers are there by then. */
  const isHeld = () => {
    held ??= response.statusCode === 200 && isShared(response);
    return held;
  };
  const { write, end, writeHead, flushHeaders } = response;
  const own = { write, end, writeHead, flushHeaders };
  const giveBack = () => Object.assign(response, own);
  const take = (chunk: unknown, encoding: unknown) => {
    if (typeof chunk === 'string')
      chunks.push(Buffer.from(chunk, encoding === 'latin1' ? 'latin1' : 'utf8'));
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  const callBack = (args: unknown[]) => {
    const last = args.at(-1);
    if (typeof last === 'function') process.nextTick(() => last());
  };

  const replaced = {
    writeHead(status: number, ...rest: unknown[]) {
      response.statusCode = status;
      const given = rest.findLast((one): one is OutgoingHttpHeaders => one instanceof Object);
      for (const [name, value] of Object.entries(given ?? {}))
        if (value !== undefined) response.setHeader(name, value);
      return response;
    },
    write(chunk: unknown, ...rest: unknown[]) {
      if (!isHeld()) return pass('write', [chunk, ...rest]);
      take(chunk, rest[0]);
      callBack(rest);
      return true;
    },
    flushHeaders() {
      if (!isHeld()) pass('flushHeaders', []);
    },
    end(...args: unknown[]) {
      if (!isHeld()) return pass('end', args);
      take(args[0], args[1]);
      giveBack();
      callBack(args);
      const headers = Object.fromEntries(
        Object.entries(response.getHeaders()).map(([name, value]) => [
          name,
          Array.isArray(value) ? value : String(value),
        ]),
      );
      for (const name of response.getHeaderNames()) response.removeHeader(name);
      resolve({ body: Buffer.concat(chunks), headers });
      return response;
    },
  };
  const pass = (name: 'write' | 'end' | 'flushHeaders', args: unknown[]) => {
    giveBack();
    response.removeHeader(KEEP);
    resolve(null);
    return Reflect.apply(own[name], response, args);
  };

  Object.assign(response, replaced);
  response.once('close', () => resolve(null));
  try {
    // Next waits until the answer has gone, which is after this; what fails does so before.
    handle(request, response).catch(reject);
    return await promise;
  } finally {
    giveBack();
    if (accepted !== undefined) request.headers['accept-encoding'] = accepted;
    if (known !== undefined) request.headers['if-none-match'] = known;
  }
}

/** Whether an answer says of itself that it is the same for everyone. */
function isShared(response: ServerResponse): boolean {
  if (response.hasHeader('set-cookie')) return false;
  return (
    response.hasHeader(KEEP) || /\bs-maxage=/.test(String(response.getHeader('cache-control')))
  );
}
