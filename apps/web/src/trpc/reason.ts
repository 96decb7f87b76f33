import { REASONS, type Reason } from '@easel/api/contract';

/** Why a call failed. `OFFLINE` is the browser's own: the server was never reached. */
export type Failure = Reason | 'OFFLINE';

export function reasonOf(error: unknown): Failure {
  const data = dataOf(error);
  if (data === null) return 'INTERNAL';
  if (data === undefined) return 'OFFLINE';
  return REASONS.find((reason) => reason === data.reason) ?? 'INTERNAL';
}

/** Seconds until the same call may work, where the server has said so. */
export function waitOf(error: unknown): number | null {
  const wait = dataOf(error)?.retryAfter;
  return typeof wait === 'number' ? wait : null;
}

/**
 * What the server said of a failure, in tRPC's errors and in ours (ask.ts) alike: undefined when it
 * was not reached, null for an error of another kind.
 */
function dataOf(error: unknown): { reason?: unknown; retryAfter?: unknown } | undefined | null {
  if (!(error instanceof Error) || !('data' in error)) return null;
  return error.data instanceof Object ? error.data : undefined;
}
