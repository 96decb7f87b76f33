import { generations } from '@easel/db';
import { eq } from 'drizzle-orm';
import type { Workshop } from '../compose.ts';
import { traced } from '../traces/traced.ts';
import { claimGeneration } from './claim.ts';
import { paintGeneration } from './paint.ts';
import { storeGeneration } from './store.ts';

/** What this process has in hand, each with the promise of its end. */
const inHand = new Map<string, Promise<void>>();

/**
 * Brings one generation as far as it will go: paints it, stores it, or says in its row why not yet.
 * May be called any number of times for the same id: a job that comes a second time, as after a
 * database outage, waits for the first and then finds in the row what is left to do. Throws when it
 * could not say so; the job then comes back and goes on from the row. `lost` says that the job is no
 * longer ours. That ends storing, which another may do as well, but not a call that is being paid for.
 */
export async function runGeneration(
  workshop: Workshop,
  id: string,
  stop: AbortSignal,
  lost = stop,
): Promise<void> {
  await inHand.get(id)?.catch(() => {});
  const work = runOnce(workshop, id, stop, lost);
  inHand.set(id, work);
  try {
    await work;
  } finally {
    if (inHand.get(id) === work) inHand.delete(id);
  }
}

async function runOnce(
  workshop: Workshop,
  id: string,
  stop: AbortSignal,
  lost: AbortSignal,
): Promise<void> {
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
    const { row } = claimed;
    const facts = {
      'easel.generation.id': id,
      'easel.generation.attempt': row.attempt,
      'easel.model': row.model,
      ...(row.requestId && { 'easel.request.id': row.requestId }),
    };
    await traced('generation', facts, async () => {
      const painted =
        claimed.todo === 'paint' ? await paintGeneration(workshop, row, signal) : claimed;
      if (painted) await storeGeneration(workshop, painted, AbortSignal.any([signal, lost]));
    });
  } catch (error) {
    // Its owner ended it; the row says so and nothing is left to do.
    if (!canceled.signal.aborted) throw error;
  } finally {
    unwatch();
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
