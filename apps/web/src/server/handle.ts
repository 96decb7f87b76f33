import 'server-only';
import type { Reason } from '@easel/api/contract';
import { describeError, EaselError, type Studio } from '@easel/api/server';
import type { NextRequest } from 'next/server';
import { BodyError } from './body.ts';
import { CACHE } from './cache.ts';
import { failurePage, wantsPage } from './failure-page.ts';
import { DATA_HEADERS } from './headers.ts';
import { REQUEST_ID, requestIdOf } from './request-id.ts';
import { studio as openedStudio } from './studio.ts';

export type Call<Params> = {
  request: NextRequest;
  params: Params;
  requestId: string;
  studio: Studio;
};

/** What the wording of a refusal depends on. */
type Asked = { request: { headers: Pick<Headers, 'get'> } };

/**
 * Wraps a route handler: its answer gets the request id, the security headers and, unless it says
 * otherwise, `no-store`; whatever it throws becomes one JSON answer; one line goes to the log.
 */
export function handle<Params = object>(route: (call: Call<Params>) => Promise<Response>) {
  return async (request: NextRequest, context: { params: Promise<Params> }): Promise<Response> => {
    const startedAt = performance.now();
    const requestId = requestIdOf(request.headers);
    const studio = openedStudio();
    const answer = await answered(route, {
      request,
      params: await context.params,
      requestId,
      studio,
    });

    const headers = new Headers(DATA_HEADERS);
    headers.set('cache-control', CACHE.none);
    for (const [name, value] of answer.headers) {
      if (name === 'set-cookie') headers.append(name, value);
      else headers.set(name, value);
    }
    headers.set(REQUEST_ID, requestId);
    // Next drops the one; the server that it runs in (serve.ts) makes it of the other.
    const length = headers.get('content-length');
    if (length !== null) headers.set('x-body-length', length);

    const { method, nextUrl } = request;
    const ms = Math.round(performance.now() - startedAt);
    studio.log.info(
      { requestId, method, path: nextUrl.pathname, status: answer.status, ms },
      'request',
    );
    return new Response(answer.body, { status: answer.status, headers });
  };
}

async function answered<Params>(
  route: (call: Call<Params>) => Promise<Response>,
  call: Call<Params>,
): Promise<Response> {
  try {
    return await route(call);
  } catch (error) {
    // Nobody is left to read an answer; 499 is how proxies log it.
    if (call.request.signal.aborted && !(error instanceof EaselError))
      return new Response(null, { status: 499 });
    return refusal(error, call);
  }
}

/** The answer that stands for an error, in the words of the contract. */
export function refusal(
  error: unknown,
  { studio, request, requestId }: Pick<Call<unknown>, 'studio' | 'requestId'> & Asked,
): Response {
  if (error instanceof BodyError) {
    const facts = { reason: 'INPUT_INVALID' satisfies Reason, requestId };
    return Response.json({ error: facts }, { status: error.status });
  }
  const { status, ...facts } = describeError(error, studio.log, requestId);
  if (wantsPage(request.headers))
    return failurePage(studio.config, request.headers.get('referer'), { status, ...facts });
  const headers = new Headers();
  if (facts.retryAfter !== undefined) headers.set('retry-after', String(facts.retryAfter));
  return Response.json({ error: facts }, { status, headers });
}
