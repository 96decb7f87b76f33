import { generations, previews, rates, sessions, tokens, users } from '@easel/db';
import { and, asc, eq, lt, notExists, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { EARNED_BACK } from '../rates.ts';
import { collectGarbage } from '../wallpaper/garbage.ts';
import { purgeDeleted } from '../wallpaper/remove.ts';
import { UNFINISHED } from './transition.ts';

/** Puts unfinished generations that have no job back into the queue. */
async function requeueOrphans({ db, queue, log }: Studio): Promise<void> {
  const idle = await db
    .select({ id: generations.id })
    .from(generations)
    .where(
      and(
        UNFINISHED,
        lt(generations.updatedAt, sql`now() - interval '1 minute'`),
        sql`coalesce(${generations.retryAt}, '-infinity') < now()`,
      ),
    )
    // In a long queue these are the first to have their turn; one that lost it comes to the front.
    .orderBy(asc(generations.updatedAt))
    .limit(500);
  for (const { id } of idle) {
    if (await queue.has('generation', id)) continue;
    await queue.push(db, 'generation', id);
    log.warn({ generation: id }, 'had no job; queued again');
  }
}

/** Puts accounts whose removal was given up back into the queue. */
async function requeueRemovals({ db, queue, log }: Studio): Promise<void> {
  const left = await db
    .select({ id: users.id })
    .from(users)
    .where(lt(users.deletedAt, sql`now() - interval '1 minute'`))
    .limit(100);
  for (const { id } of left) {
    if (await queue.has('removal', id)) continue;
    await queue.push(db, 'removal', id);
    log.warn({ user: id }, 'is still to be removed; queued again');
  }
}

/** One round of housekeeping. Several workers may do it at once. */
export async function sweep(studio: Studio): Promise<void> {
  const { db, queue, log } = studio;
  await requeueOrphans(studio);
  await requeueRemovals(studio);
  for (const id of await queue.removeEnded(db)) {
    log.warn({ generation: id }, 'had ended and still had a job; taken out of the queue');
  }
  const purged = await purgeDeleted(db);
  const objects = await collectGarbage(studio);
  await db.delete(previews).where(
    notExists(
      db
        .select({ one: sql`1` })
        .from(generations)
        .where(and(eq(generations.id, previews.generationId), eq(generations.status, 'running'))),
    ),
  );
  await db.delete(sessions).where(lt(sessions.expires, sql`now()`));
  await db.delete(tokens).where(lt(tokens.expiresAt, sql`now()`));
  await db.delete(rates).where(EARNED_BACK);
  if (purged + objects > 0) log.info({ purged, objects }, 'swept');
}
