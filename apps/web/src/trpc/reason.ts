import { REASONS, type Reason } from '@easel/api/contract';
import { TRPCClientError } from '@trpc/client';

/** Why a call failed. `OFFLINE` is the browser's own: the server was never reached. */
export type Failure = Reason | 'OFFLINE';

export function reasonOf(error: unknown): Failure {
  if (!(error instanceof TRPCClientError)) return 'INTERNAL';
  const data: { reason?: unknown } | undefined = error.data ?? undefined;
  if (!data) return 'OFFLINE';
  return REASONS.find((reason) => reason === data.reason) ?? 'INTERNAL';
}

/** Seconds until the same call may work, where the server has said so. */
export function waitOf(error: unknown): number | null {
  if (!(error instanceof TRPCClientError)) return null;
  const data: { retryAfter?: unknown } | undefined = error.data ?? undefined;
  return typeof data?.retryAfter === 'number' ? data.retryAfter : null;
}
