import 'server-only';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { everyAnswer } from '../../every-answer.ts';
import { CACHE } from './cache.ts';
import { refusal } from './handle.ts';
import { DATA_HEADERS } from './headers.ts';
import { answerMedia, type MediaAnswer } from './media.ts';
import { REQUEST_ID, requestIdOf } from './request-id.ts';
import { sendBody } from './send-body.ts';
import { studio as openedStudio } from './studio.ts';

// Addresses as the site writes them; any other spelling takes the long way, to the same answer.
const PLAIN = /^\/media\/(public\/[a-z0-9._/-]+)$/;

/**
 * Answers for public pictures on the server's own request and response: through Next the same answer
 * takes several times as long (docs/decisions/0015). Who may see what, and every header, are those of
 * the route. False when the request is not of that kind.
 */
export function servePublicMedia(request: IncomingMessage, response: ServerResponse): boolean {
  const key = PLAIN.exec(request.url ?? '')?.[1];
  if (!key || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
  void serve(key, request, response);
  return true;
}

async function serve(key: string, request: IncomingMessage, response: ServerResponse) {
  const startedAt = performance.now();
  const studio = openedStudio();
  const asked = { get: (name: string) => headerOf(request, name) };
  const requestId = requestIdOf(asked);
  const { method = 'GET' } = request;
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  let answer: MediaAnswer;
  try {
    answer = await answerMedia(studio, null, key, { method, headers: asked, signal: gone.signal });
  } catch (error) {
    if (gone.signal.aborted) return;
    const { status, body, headers } = refusal(error, {
      studio,
      request: { headers: asked },
      requestId,
    });
    answer = { status, body, headers: Object.fromEntries(headers) };
  }
  response.writeHead(answer.status, {
    ...usual(studio.config.origin),
    ...answer.headers,
    [REQUEST_ID]: requestId,
  });
  try {
    await sendBody(answer.body, response, gone.signal);
  } catch (error) {
    // The head has gone out: a broken connection is the only way left to say so.
    response.destroy();
    if (!gone.signal.aborted) studio.log.error({ err: error, requestId }, 'a picture broke off');
  }
  const ms = Math.round(performance.now() - startedAt);
  const line = { requestId, method, path: request.url, status: answer.status, ms };
  // A page of the gallery is 24 of these; the metrics count them.
  if (answer.status < 400) studio.log.debug(line, 'request');
  else studio.log.info(line, 'request');
}

/** What every answer says, put together once. */
function usual(origin: string): Record<string, string> {
  said ??= { ...everyAnswer(origin), ...DATA_HEADERS, 'cache-control': CACHE.none };
  return said;
}

let said: Record<string, string> | undefined;

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
