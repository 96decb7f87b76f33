import { initTRPC, TRPCError } from '@trpc/server';
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/unstable-core-do-not-import';
import superjson from 'superjson';
import { ZodError } from 'zod';
import type { Studio } from '../compose.ts';
import type { ErrorData, Reason, TokenScope } from '../contract.ts';
import { describeError } from '../describe-error.ts';
import { EaselError, MESSAGE_OF } from '../errors.ts';
import { type RateName, takeRate } from '../rates.ts';
import { tellReason, traced } from '../traces/traced.ts';
import type { Viewer } from '../viewer.ts';

/** What every procedure runs with. */
export type Context = {
  studio: Studio;
  viewer: Viewer;
  requestId: string;
  /** Where the request comes from, for limits; absent inside the house. */
  address?: string;
  /** How each reason is worded for whoever asks; plain English without. */
  words?: Readonly<Record<Reason, string>>;
};

const CODE_OF: Record<number, TRPC_ERROR_CODE_KEY> = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  429: 'TOO_MANY_REQUESTS',
  502: 'BAD_GATEWAY',
  503: 'SERVICE_UNAVAILABLE',
  504: 'GATEWAY_TIMEOUT',
};

const trpc = initTRPC.context<Context>().create({
  transformer: superjson,
  sse: {
    ping: { enabled: true, intervalMs: 15_000 },
    client: { reconnectAfterInactivityMs: 40_000 },
  },
  errorFormatter({ shape, error, ctx }) {
    // Whatever was thrown, only this leaves: never a message, a stack or a path of ours.
    const reason = reasonOf(error);
    const cause = error.cause instanceof EaselError ? error.cause.facts : {};
    const data: ErrorData = { reason, requestId: ctx?.requestId ?? '', ...cause };
    return {
      code: shape.code,
      message: (ctx?.words ?? MESSAGE_OF)[reason],
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        path: shape.data.path,
        ...data,
      },
    };
  },
});

/** The reason a tRPC error travels with, its own failures (bad input, unknown path) included. */
function reasonOf(error: TRPCError): Reason {
  if (error.cause instanceof EaselError) return error.cause.reason;
  if (error.cause instanceof ZodError) {
    const [first] = error.cause.issues;
    if (first?.path[0] === 'prompt') return 'PROMPT_INVALID';
    if (first?.path[0] === 'size') return 'SIZE_UNSUPPORTED';
    return 'INPUT_INVALID';
  }
  switch (error.code) {
    case 'UNAUTHORIZED':
      return 'SIGNED_OUT';
    case 'FORBIDDEN':
      return 'FORBIDDEN';
    case 'NOT_FOUND':
      return 'NOT_FOUND';
    case 'TOO_MANY_REQUESTS':
      return 'RATE_LIMITED';
    case 'INTERNAL_SERVER_ERROR':
      return 'INTERNAL';
    default:
      return 'INPUT_INVALID';
  }
}

/** The one place where what verbs throw becomes what tRPC sends. */
function toTrpcError(thrown: unknown, { studio, requestId }: Context): TRPCError {
  const { status, reason } = describeError(thrown, studio.log, requestId);
  const cause = thrown instanceof EaselError ? thrown : new EaselError(reason);
  const code = CODE_OF[status] ?? 'INTERNAL_SERVER_ERROR';
  return new TRPCError({ code, message: MESSAGE_OF[reason], cause });
}

/** Around the mapping of errors, which decides what the reason is. */
const traceCalls = trpc.middleware(({ ctx, path, next }) =>
  traced(`trpc ${path}`, { 'easel.request.id': ctx.requestId }, async () => {
    const result = await next();
    if (!result.ok) tellReason(reasonOf(result.error));
    return result;
  }),
);

const mapErrors = trpc.middleware(async ({ ctx, next }) => {
  const result = await next();
  if (result.ok || result.error.code !== 'INTERNAL_SERVER_ERROR') return result;
  throw toTrpcError(result.error.cause, ctx);
});

/** The same for a subscription: it throws while it is being read, when the middleware is long through. */
export async function* mapErrorsOf<T>(events: AsyncIterable<T>, ctx: Context): AsyncGenerator<T> {
  try {
    yield* events;
  } catch (thrown) {
    throw toTrpcError(thrown, ctx);
  }
}

export const { router } = trpc;

/** For everyone; answers must not depend on who asks. */
export const everyone = trpc.procedure.use(traceCalls).use(mapErrors);

const known = everyone.use(({ ctx, next }) => {
  if (!ctx.viewer) throw new EaselError('SIGNED_OUT');
  return next({ ctx: { ...ctx, viewer: ctx.viewer } });
});

/** For a person who is signed in. A token never passes: this is the usual one, and the safe one. */
export const signedIn = known.use(({ ctx, next }) => {
  if (ctx.viewer.token) throw new EaselError('FORBIDDEN');
  return next();
});

/** For a person who is signed in, and for their scripts with a token of this scope or a wider one. */
export function withScope(scope: TokenScope) {
  return known.use(({ ctx, next }) => {
    const held = ctx.viewer.token?.scope ?? 'generate';
    if (scope === 'generate' && held !== 'generate') throw new EaselError('FORBIDDEN');
    return next();
  });
}

/** Turns away those who are banned, from everything that others would see or pay for. */
export const notBanned = trpc.middleware(({ ctx, next }) => {
  if (ctx.viewer?.banned) throw new EaselError('FORBIDDEN');
  return next();
});

/** Counts a call against a limit, before any of it is done. */
export function limited(name: RateName) {
  return trpc.middleware(async ({ ctx, next }) => {
    await takeRate(ctx.studio, name, ctx);
    return next();
  });
}
