import 'server-only';
import { isPublicQuery, LIMITS, type Reason } from '@easel/api/contract';
import { appRouter, EaselError } from '@easel/api/server';
import { TRPCError } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { resolveResponse } from '@trpc/server/http';
import superjson, { type SuperJSONResult } from 'superjson';
import { addressOf } from './address.ts';
import { BodyError, parseJson, readBody } from './body.ts';
import { CACHE } from './cache.ts';
import type { Call } from './handle.ts';
import { languageOf, MESSAGES } from './language.ts';
import { isJson, isSameOrigin } from './origin.ts';
import { viewerOrScriptOf } from './viewer.ts';

const ENDPOINT = '/api/trpc';
/** Levels of lists and objects in a request; the deepest that makes sense has five. */
const MAX_DEPTH = 16;
const FORBIDDEN_KEY = /(^|\.)(__proto__|constructor|prototype)(\.|$)/;

/** Answers a tRPC call, or refuses it in tRPC's own words before anything of it runs. */
export async function answerTrpc(call: Call<{ trpc: string }>): Promise<Response> {
  const { request, studio, requestId } = call;
  let checked: Request;
  try {
    checked = await checkedCall(call);
  } catch (error) {
    return await refuse(call, error);
  }
  return await fetchRequestHandler({
    endpoint: ENDPOINT,
    req: checked,
    router: appRouter,
    maxBatchSize: LIMITS.batchSize,
    allowMethodOverride: true,
    async createContext({ info }) {
      // Public answers are kept by caches, so nobody in particular asks for them.
      const shared = info.calls.every(({ path }) => isPublicQuery(path));
      const viewer = shared ? null : await viewerOrScriptOf(request);
      const address = addressOf(request.headers, studio.config.trustProxy);
      const words = wordsFor(call);
      return { studio, requestId, viewer, words, ...(address && { address }) };
    },
    responseMeta({ paths = [], errors, eagerGeneration }) {
      const shared = !eagerGeneration && errors.length === 0 && paths.every(isPublicQuery);
      const headers = new Headers({ 'cache-control': shared ? CACHE.gallery : CACHE.none });
      const wait = Math.max(0, ...errors.map(secondsToWait));
      if (wait > 0) headers.set('retry-after', String(wait));
      return { headers };
    },
  });
}

function secondsToWait({ cause }: TRPCError): number {
  return (cause instanceof EaselError && cause.facts.retryAfter) || 0;
}

/** The request as tRPC may see it. Throws a TRPCError or BodyError for one it may not. */
async function checkedCall({ request, params, studio }: Call<{ trpc: string }>): Promise<Request> {
  const { searchParams } = request.nextUrl;
  const paths = searchParams.get('batch') === '1' ? params.trpc.split(',') : null;
  const batch = paths?.length ?? null;
  // tRPC refuses the last two as well, but without saying which request it was.
  if (
    (batch ?? 1) > LIMITS.batchSize ||
    paths?.includes('generation.watch') ||
    searchParams.has('connectionParams')
  )
    throw new TRPCError({ code: 'BAD_REQUEST' });
  if (request.method === 'GET' || request.method === 'HEAD') {
    const input = searchParams.get('input');
    if (input) checkInputs(parseJson(new TextEncoder().encode(input)), batch);
    return request;
  }
  if (!isSameOrigin(request.headers, studio.config.allowedOrigins))
    throw new TRPCError({ code: 'FORBIDDEN' });
  if (!isJson(request.headers)) throw new BodyError(415);
  const body = await readBody(request, LIMITS.bodyBytes);
  if (body.byteLength > 0) checkInputs(parseJson(body), batch);
  // tRPC takes a POST without a body for one without input.
  const { url, signal } = request;
  const headers = new Headers(request.headers);
  // However it was written: tRPC takes this spelling only.
  headers.set('content-type', 'application/json');
  return new Request(url, {
    method: 'POST',
    headers,
    body: body.byteLength > 0 ? body : '{}',
    signal,
  });
}

/** Inputs must be what superjson can read, and name nothing that reaches into a prototype. */
function checkInputs(inputs: unknown, batch: number | null): void {
  try {
    checkKeys(inputs);
    const each = batch === null ? [inputs] : Object.values(Object(inputs));
    for (const input of each) {
      if (!(input instanceof Object)) throw new Error('not an object');
      // superjson throws where this is not its shape, and that is what is asked here.
      superjson.deserialize(input as SuperJSONResult);
    }
  } catch {
    throw new BodyError(400);
  }
}

function checkKeys(value: unknown, depth = 0): void {
  if (!(value instanceof Object)) return;
  if (depth > MAX_DEPTH) throw new Error('too deep');
  for (const [key, inner] of Object.entries(value)) {
    if (FORBIDDEN_KEY.test(key)) throw new Error('forbidden key');
    checkKeys(inner, depth + 1);
  }
}

const CODE_OF = {
  400: 'BAD_REQUEST',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
} as const;

/** An error in the router's own format, for a call that never reached the router. */
async function refuse(call: Call<{ trpc: string }>, error: unknown): Promise<Response> {
  const known = error instanceof BodyError ? new TRPCError({ code: CODE_OF[error.status] }) : error;
  if (!(known instanceof TRPCError)) throw error;
  return await resolveResponse({
    router: appRouter,
    req: new Request(new URL(ENDPOINT, call.request.url)),
    path: call.params.trpc,
    error: known,
    createContext: async () => ({
      studio: call.studio,
      requestId: call.requestId,
      viewer: null,
      words: wordsFor(call),
    }),
  });
}

/** How a screen in the asker's language words each reason. */
function wordsFor({ request, studio }: Call<unknown>): Record<Reason, string> {
  return MESSAGES[languageOf(request.headers, studio.config.allowedOrigins)].errors;
}
