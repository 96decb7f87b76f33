import { PaintError } from '../model.ts';
import type { ServiceSettings } from './call.ts';

/** `unavailable`: the service has no such endpoint, or it does not answer now. */
export type Judgement = 'allowed' | 'refused' | 'unavailable';

/** A check before the work is worth seconds, not the minutes that a picture may take. */
const LONGEST_WAIT_MS = 15_000;

/**
 * Asks the service's moderation endpoint about a prompt. Throws PaintError CANCELED when the
 * signal aborts, and nothing else: a service that cannot judge is no reason to refuse a person.
 */
export async function moderate(
  settings: ServiceSettings,
  prompt: string,
  signal: AbortSignal,
): Promise<Judgement> {
  const { callService } = await import('./call.ts');
  const timeoutMs = Math.min(settings.timeoutMs, LONGEST_WAIT_MS);
  try {
    const answer: unknown = await callService({ ...settings, timeoutMs }, signal, (client, until) =>
      client.moderations.create(
        { model: 'omni-moderation-latest', input: prompt },
        { signal: until },
      ),
    );
    const flagged = flagsIn(answer);
    if (flagged.length === 0) return 'unavailable';
    return flagged.includes(true) ? 'refused' : 'allowed';
  } catch (error) {
    if (error instanceof PaintError && error.reason === 'CANCELED') throw error;
    return 'unavailable';
  }
}

/** A relay may answer anything, so the shape is looked at and not believed. */
function flagsIn(answer: unknown): boolean[] {
  if (typeof answer !== 'object' || answer === null || !('results' in answer)) return [];
  const results: unknown[] = Array.isArray(answer.results) ? answer.results : [];
  return results.flatMap((result) =>
    typeof result === 'object' && result !== null && 'flagged' in result
      ? [result.flagged === true]
      : [],
  );
}
