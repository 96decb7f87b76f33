import { PaintError } from '@easel/ai';
import { answers, derivatives, garbage, generations, wallpapers } from '@easel/db';
import { type Key, StorageError, type Store } from '@easel/storage';
import { ImageError } from '@easel/storage/images';
import { eq, inArray, not } from 'drizzle-orm';
import type { Workshop } from '../compose.ts';
import { traced } from '../traces/traced.ts';
import { announceGallery } from '../wallpaper/announce.ts';
import { countPublic } from '../wallpaper/counters.ts';
import { markGarbage } from '../wallpaper/garbage.ts';
import { keepPicture, type NewDerivative } from '../wallpaper/keep-picture.ts';
import { scoreAtBirth } from '../wallpaper/score.ts';
import { cancelOfBanned, OWNER_BANNED } from './cancel.ts';
import { backoff, failForGood, failGeneration, retryLater } from './endings.ts';
import type { Answer, Painted } from './paint.ts';
import { releaseQuota } from './quota.ts';
import { type GenerationRow, transition } from './transition.ts';

/** Tries to store before a person has to ask for another: about twelve hours. */
const STORE_ATTEMPTS = 150;

type NewWallpaper = typeof wallpapers.$inferInsert;

/**
 * Makes a wallpaper of a kept answer: check it, store it, then row, counter and end in one
 * transaction. The wallpaper takes the generation's id, so doing this twice stores the same objects
 * under the same keys. A picture store that is away is tried again for hours; the answer waits.
 */
export async function storeGeneration(
  workshop: Workshop,
  { row, answer }: Painted,
  signal: AbortSignal,
): Promise<void> {
  const line = { generation: row.id, requestId: row.requestId };
  let fetched: Uint8Array | undefined;
  try {
    const { url } = answer;
    if (url) fetched = await traced('fetch', {}, () => workshop.service.fetchPicture(url, signal));
    const bytes = answer.bytes ?? fetched;
    if (!bytes) return;
    const { wallpaper, thumbnail, keys } = await traced('store', {}, () =>
      makeWallpaper(workshop, row, { ...answer, bytes }, signal),
    );
    const stored = await traced('commit', {}, () => commit(workshop, wallpaper, thumbnail, keys));
    if (!stored) {
      // Canceled meanwhile: what was stored for it goes, unless another worker made it a wallpaper.
      await markGarbage(workshop.db, row.id, keys, 'later');
      await cancelOfBanned(workshop, row.id);
    } else workshop.log.info({ ...line, bytes: wallpaper.originalBytes }, 'stored');
  } catch (error) {
    if (signal.aborted) throw error;
    if (error instanceof ImageError) {
      workshop.log.warn({ ...line, err: error }, 'The service sent no usable picture.');
      return failForGood(workshop, row.id, 'UPSTREAM_BAD_IMAGE');
    }
    if (error instanceof PaintError && !error.retryable) {
      workshop.log.warn({ ...line, err: error }, 'The picture cannot be fetched.');
      return failForGood(workshop, row.id, error.reason);
    }
    if (!(error instanceof PaintError || error instanceof StorageError)) throw error;
    if (fetched) await keepBytes(workshop, row.id, fetched);
    const reason = error instanceof PaintError ? error.reason : 'STORAGE_UNAVAILABLE';
    workshop.log.warn({ ...line, err: error, attempt: row.storeAttempt }, 'not stored yet');
    if (row.storeAttempt >= STORE_ATTEMPTS) return failGeneration(workshop, row.id, reason, true);
    const wait = backoff(row.storeAttempt, 1000, 300_000);
    return retryLater(workshop, row.id, reason, wait);
  }
}

async function makeWallpaper(
  workshop: Workshop,
  row: GenerationRow,
  answer: Pick<Answer, 'revisedPrompt'> & { bytes: Uint8Array },
  signal: AbortSignal,
): Promise<{ wallpaper: NewWallpaper; thumbnail: NewDerivative; keys: Key[] }> {
  const { picture, thumbnail, keys } = await keepPicture(
    marking(workshop, row.id),
    { id: row.id, place: row.visibility, bytes: answer.bytes },
    signal,
  );
  const createdAt = new Date();
  return {
    keys,
    thumbnail,
    wallpaper: {
      id: row.id,
      creatorId: row.userId,
      prompt: row.prompt,
      model: row.model,
      params: {
        size: `${row.width}x${row.height}`,
        ...(row.quality && { quality: row.quality }),
        ...(row.style && { style: row.style }),
        ...(answer.revisedPrompt && { revisedPrompt: answer.revisedPrompt }),
      },
      ...picture,
      visibility: row.visibility,
      score: scoreAtBirth(createdAt),
      remixOf: row.remixOf,
      createdAt,
    },
  };
}

/**
 * The store, in which what is put is garbage until a row takes it: a worker may die in between, and the
 * generation be canceled or go with its owner's account before another takes over.
 */
function marking({ db, store }: Workshop, id: string): Store {
  return {
    ...store,
    async put(key, body, options) {
      await markGarbage(db, id, [key], 'later');
      await store.put(key, body, options);
    },
  };
}

/** Keeps what was fetched while the store is away: the address it came from expires. */
async function keepBytes({ db }: Workshop, id: string, bytes: Uint8Array): Promise<void> {
  await db.update(answers).set({ bytes, url: null }).where(eq(answers.generationId, id));
}

/**
 * Wallpaper, files, counter, allowance and end in one transaction. False when it had ended already, or
 * its owner is banned.
 */
async function commit(
  { db, queue }: Workshop,
  wallpaper: NewWallpaper,
  thumbnail: NewDerivative,
  keys: Key[],
): Promise<boolean> {
  const id = thumbnail.wallpaperId;
  return db.transaction(async (tx) => {
    const end = { progress: null, reason: null };
    const row = await transition(tx, id, 'succeeded', end, not(OWNER_BANNED));
    if (!row) return false;
    await tx.insert(wallpapers).values(wallpaper);
    // Sent one after the other without waiting for each answer.
    await Promise.all([
      tx.insert(derivatives).values(thumbnail),
      tx.update(generations).set({ wallpaperId: id }).where(eq(generations.id, id)),
      tx.delete(answers).where(eq(answers.generationId, id)),
      tx.delete(garbage).where(inArray(garbage.key, keys)),
      queue.push(tx, 'derive', id),
      releaseQuota(tx, row, { giveBack: false }),
    ]);
    // Last: everybody's counter is locked until the commit.
    if (row.visibility === 'public') {
      await Promise.all([announceGallery(tx), countPublic(tx, row.userId, 1)]);
    }
    return true;
  });
}
