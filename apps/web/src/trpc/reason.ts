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
