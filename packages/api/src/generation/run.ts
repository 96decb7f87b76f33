import { generations } from '@easel/db';
import { eq } from 'drizzle-orm';
import type { Workshop } from '../compose.ts';
import { claimGeneration } from './claim.ts';
import { paintGeneration } from './paint.ts';
import { storeGeneration } from './store.ts';

/** What this process has in hand. A job that comes a second time, after a database outage, is not run twice. */
const inHand = new Set<string>();

/**
 * Brings one generation as far as it will go: paints it, stores it, or says in its row why not yet.
 * May be called any number of times for the same id. Throws when it could not say so; the job then
 * comes back and goes on from the row.
 */
export async function runGeneration(
  workshop: Workshop,
  id: string,
  stop: AbortSignal,
): Promise<void> {
  if (inHand.has(id)) return;
  inHand.add(id);
  const canceled = new AbortController();
  const unwatch = workshop.changes.on(id, () => {
    abortIfCanceled(workshop, id, canceled).catch((error: unknown) =>
      workshop.log.debug({ err: error, generation: id }, 'cannot look for a cancellation'),
    );
  });
  const signal = AbortSignal.any([stop, canceled.signal]);
  try {
    const claimed = await claimGeneration(workshop, id);
    if (!claimed) return;
    const row =
      claimed.todo === 'paint' ? await paintGeneration(workshop, claimed.row, signal) : claimed.row;
    if (row) await storeGeneration(workshop, row, signal);
  } catch (error) {
    // Its owner ended it; the row says so and nothing is left to do.
    if (!canceled.signal.aborted) throw error;
  } finally {
    unwatch();
    inHand.delete(id);
  }
}

async function abortIfCanceled(
  { db }: Workshop,
  id: string,
  controller: AbortController,
): Promise<void> {
  const [row] = await db
    .select({ status: generations.status })
    .from(generations)
    .where(eq(generations.id, id));
  // The row itself is gone when its owner's account is.
  if (!row || row.status === 'canceled') controller.abort();
}
