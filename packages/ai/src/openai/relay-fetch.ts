import { Agent, type BodyInit, fetch as fetchAnywhere } from 'undici';

/** Far above any picture in base64, and a bound on what an answer can do to this process. */
const MAX_ANSWER_BYTES = 400_000_000;

export type RelayFetch = {
  fetch: (url: string | URL | Request, init?: RequestInit) => Promise<Response>;
  close: () => Promise<void>;
};

/**
 * A `fetch` for one paid call, that reaches the configured origin and nothing else: another origin
 * is an error and redirects are not followed, so no answer can send the key elsewhere.
 */
export function openRelayFetch(baseUrl: string): RelayFetch {
  const { origin } = new URL(baseUrl);
  // The longest wait is the caller's business; the client's own limit of five minutes would cut
  // high-quality pictures short.
  const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0, allowH2: false });
  return {
    fetch: async (url, init = {}) => {
      const target = new URL(url instanceof Request ? url.url : url);
      if (target.origin !== origin) throw new TypeError('Only the image service itself is called.');
      const { body, headers } = await plainBody(init);
      const answer = await fetchAnywhere(target.href, {
        method: init.method ?? 'GET',
        headers,
        body,
        signal: init.signal ?? null,
        redirect: 'manual',
        credentials: 'omit',
        dispatcher,
      });
      return new Response(limited(answer.body), {
        status: answer.status,
        statusText: answer.statusText,
        headers: [...answer.headers],
      });
    },
    close: () => dispatcher.destroy(),
  };
}

/** The client hands over forms of Node's own class, which another copy of undici does not know. */
async function plainBody(
  init: RequestInit,
): Promise<{ body: BodyInit; headers: [string, string][] }> {
  const headers = new Headers(init.headers);
  if (!(init.body instanceof FormData)) {
    if (init.body != null && typeof init.body !== 'string')
      throw new TypeError('Not a known body.');
    return { body: init.body ?? null, headers: [...headers] };
  }
  const form = new Response(init.body);
  headers.set('content-type', form.headers.get('content-type') ?? 'multipart/form-data');
  return { body: new Uint8Array(await form.arrayBuffer()), headers: [...headers] };
}

/** Hands a body on chunk by chunk, up to the longest answer accepted. */
function limited(body: AsyncIterable<Uint8Array<ArrayBuffer>> | null): ReadableStream | null {
  if (!body) return null;
  const chunks = body[Symbol.asyncIterator]();
  let left = MAX_ANSWER_BYTES;
  return new ReadableStream({
    pull: async (stream) => {
      const { done, value } = await chunks.next();
      if (done) return stream.close();
      left -= value.byteLength;
      if (left < 0) throw new TypeError('The image service answers without end.');
      stream.enqueue(value);
    },
    cancel: async (reason) => {
      await chunks.return?.(reason);
    },
  });
}
