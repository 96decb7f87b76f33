import type { Reason } from './contract.ts';
import { EaselError, type ErrorFacts, STATUS_OF } from './errors.ts';
import type { Log } from './log.ts';
import { storageFailure } from './wallpaper/media.ts';

export type ErrorAnswer = { status: number; reason: Reason; requestId: string } & ErrorFacts;

/**
 * What the outside may know of anything that was thrown: a reason, the status it travels with, and
 * the request id under which the log has the cause. Logs it once.
 */
export function describeError(error: unknown, log: Log, requestId: string): ErrorAnswer {
  const worded = storageFailure(error);
  const known =
    worded instanceof EaselError ? worded : new EaselError('INTERNAL', { cause: error });
  const status = STATUS_OF[known.reason];
  const line = { requestId, reason: known.reason, ...(known.cause ? { err: known.cause } : {}) };
  if (status >= 500) log.error(line, 'request failed');
  else log.debug(line, 'request refused');
  return { status, reason: known.reason, requestId, ...known.facts };
}
