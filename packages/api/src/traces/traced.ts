import { type Attributes, SpanStatusCode, trace } from '@opentelemetry/api';
import { STATUS_OF } from '../errors.ts';

/** Where a span says which of the closed words it ended with. */
export const REASON = 'easel.reason';

/** Reasons that are nobody's failure: the person was told what to do, or wanted it so. */
const REFUSALS: ReadonlySet<string> = new Set(
  Object.entries(STATUS_OF).flatMap(([reason, status]) => (status < 500 ? [reason] : [])),
);

/**
 * Does the work as a span of that name. What it throws passes through and leaves its reason, never a
 * message. Costs nothing to speak of while nobody has asked for traces. Attributes are ids and words
 * from closed lists; only names that traces/exporter.ts knows leave this process.
 */
export function traced<T>(
  name: string,
  attributes: Attributes,
  work: () => Promise<T>,
): Promise<T> {
  return trace.getTracer('easel').startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      tellReason(reasonOf(error));
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Says of the span that is under way why it does not end well. */
export function tellReason(reason: string): void {
  const span = trace.getActiveSpan();
  span?.setAttribute(REASON, reason);
  if (!REFUSALS.has(reason)) span?.setStatus({ code: SpanStatusCode.ERROR });
}

/** Our own errors have a word of a closed list; whatever else was thrown may say anything. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'INTERNAL';
  if (error.name === 'AbortError') return 'CANCELED';
  const ours = ['EaselError', 'PaintError', 'StorageError', 'ImageError'].includes(error.name);
  return ours && 'reason' in error && typeof error.reason === 'string' ? error.reason : 'INTERNAL';
}
