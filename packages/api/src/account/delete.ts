import {
  accounts,
  answers,
  generations,
  sessions,
  type Transaction,
  tokens,
  users,
  wallpapers,
} from '@easel/db';
import { parseKey } from '@easel/storage';
import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { EaselError } from '../errors.ts';
import { CANCELED } from '../generation/cancel.ts';
import { told } from '../generation/changes.ts';
import { releaseQuota } from '../generation/quota.ts';
import { transition, UNFINISHED } from '../generation/transition.ts';
import type { User } from '../viewer.ts';
import { announceGallery } from '../wallpaper/announce.ts';
import { countPublic } from '../wallpaper/counters.ts';
import { markGarbage } from '../wallpaper/garbage.ts';

/** What stands in the place of a name until the row itself is gone. */
const FORMER = 'A former member';

/**
 * Ends the viewer's account, in one transaction: the sessions, the ways in, the name and the address
 * go now, the pictures are out of sight, what is being painted is canceled; a job removes the rest.
 * A `name` that is given has to be the account's own: a page that was left open under another
 * account deletes nothing. Throws INPUT_INVALID when it is not.
 */
export async function deleteAccount(
  studio: Studio,
  viewer: User,
  input: { name?: string | undefined },
): Promise<{ id: string }> {
  await studio.db.transaction(async (tx) => {
    // Before the account itself: a worker that stores a picture locks them in this order.
    const unfinished = await lockUnfinished(tx, viewer.id);
    const [user] = await tx
      .select({ name: users.name, image: users.image, deletedAt: users.deletedAt })
      .from(users)
      .where(eq(users.id, viewer.id))
      .for('update');
    // Twice is the same as once.
    if (!user || user.deletedAt) return;
    if (input.name !== undefined && input.name !== user.name) throw new EaselError('INPUT_INVALID');

    if (user.image) await markGarbage(tx, viewer.id, [parseKey(user.image)], 'now');
    await tx.delete(accounts).where(eq(accounts.userId, viewer.id));
    await tx
      .delete(sessions)
      .where(eq(sessions.userId, viewer.id))
      .returning({ told: told(sessions.sessionToken) });
    await tx
      .delete(tokens)
      .where(eq(tokens.userId, viewer.id))
      .returning({ told: told(tokens.id) });
    await tx
      .update(users)
      .set({
        name: FORMER,
        email: null,
        emailVerified: null,
        image: null,
        imageSource: null,
        role: 'user',
        screens: [],
        deletedAt: sql`now()`,
      })
      .where(eq(users.id, viewer.id));
    await cancelAll(studio, tx, unfinished);
    await hideAll(tx, viewer.id);
    await studio.queue.push(tx, 'removal', viewer.id);
  });
  return { id: viewer.id };
}

/** The generations of a person that have not ended, locked. */
export async function lockUnfinished(tx: Transaction, userId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: generations.id })
    .from(generations)
    .where(and(eq(generations.userId, userId), UNFINISHED))
    .orderBy(asc(generations.id))
    .for('update');
  return rows.map(({ id }) => id);
}

/** Ends generations and takes their jobs out of the queue; whoever paints one is told to stop. */
export async function cancelAll(studio: Studio, tx: Transaction, ids: string[]): Promise<void> {
  for (const id of ids) {
    const row = await transition(tx, id, 'canceled', CANCELED);
    if (!row) continue;
    await tx.delete(answers).where(eq(answers.generationId, id));
    await releaseQuota(tx, row, { giveBack: false });
    await studio.queue.remove(tx, 'generation', id);
  }
}

/** Puts all of a person's wallpapers where nobody sees them. */
async function hideAll(tx: Transaction, userId: string): Promise<void> {
  const hidden = await tx
    .update(wallpapers)
    .set({ deletedAt: sql`now()` })
    .where(and(eq(wallpapers.creatorId, userId), isNull(wallpapers.deletedAt)))
    .returning({ visibility: wallpapers.visibility });
  const shown = hidden.filter(({ visibility }) => visibility === 'public').length;
  if (shown === 0) return;
  await countPublic(tx, userId, -shown);
  await announceGallery(tx);
}
