import { derivatives, garbage, type Transaction, wallpapers } from '@easel/db';
import { type Key, objectKey, parseKey } from '@easel/storage';
import {
  type Derivative,
  derive,
  derivedWidth,
  FIRST_DERIVATIVE,
  queuedDerivatives,
} from '@easel/storage/images';
import { eq, inArray } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { markGarbage } from './garbage.ts';
import { placeOf } from './relocate.ts';
import { isStored } from './stored.ts';

/**
 * Makes the files that pages show of a wallpaper, smallest first; those that are there are left
 * alone, those that a row promises and the store has lost are made again. May be run any number of
 * times. Returns how many it made.
 */
export async function deriveFiles(
  studio: Studio,
  id: string,
  signal: AbortSignal,
): Promise<number> {
  const { db, store } = studio;
  const [wallpaper] = await db.select().from(wallpapers).where(eq(wallpapers.id, id));
  // Nothing to make files of: it is gone, or it has not come yet.
  if (!wallpaper?.originalBytes) return 0;
  const rows = await db.select().from(derivatives).where(eq(derivatives.wallpaperId, id));
  const isThere = await Promise.all(rows.map(({ key }) => isStored(store, key)));
  const missing = missingKinds(
    wallpaper,
    rows.filter((_, at) => isThere[at]),
  );
  if (missing.length === 0) return 0;
  const { body } = await store.get(parseKey(wallpaper.originalKey), { signal });
  const bytes = new Uint8Array(await new Response(body).arrayBuffer());
  const lost = rows.filter((_, at) => !isThere[at]).map(({ key }) => key);
  for (const kind of missing) {
    const made = await derive({ bytes }, kind, signal);
    await keepFile(studio, id, { ...made, format: kind.format }, lost, signal);
  }
  return missing.length;
}

/** The kinds that pages could show of a picture and that it has no file of. */
export function missingKinds(
  picture: { width: number; height: number },
  existing: { width: number; format: string }[],
): Derivative[] {
  const has = (format: string, width: number) =>
    existing.some((file) => file.format === format && file.width === width);
  return [FIRST_DERIVATIVE, ...queuedDerivatives(picture.width)].filter(
    (kind) => !has(kind.format, derivedWidth(picture, kind)),
  );
}

type Made = {
  bytes: Uint8Array;
  width: number;
  height: number;
  contentType: string;
  format: 'webp' | 'avif';
};

/**
 * Stores a file and its row. A row that is there already stays, unless its object is one of the lost. The
 * object is written down as garbage until the row points to it: the process may die in between, and the
 * picture be hidden or removed after that.
 */
async function keepFile(
  studio: Studio,
  id: string,
  made: Made,
  lost: Key[],
  signal: AbortSignal,
): Promise<void> {
  const { db } = studio;
  for (;;) {
    signal.throwIfAborted();
    const [wallpaper] = await db.select().from(wallpapers).where(eq(wallpapers.id, id));
    if (!wallpaper) return;
    const key = objectKey(placeOf(wallpaper), id, made.bytes, made.format);
    await markGarbage(db, id, [key], 'later');
    const isSettled = await db.transaction((tx) =>
      putAndPoint(studio, tx, { ...made, wallpaperId: id, key }, lost, signal),
    );
    if (isSettled) return;
  }
}

/** False when the picture has changed sides since the key was made. */
async function putAndPoint(
  { store }: Studio,
  tx: Transaction,
  file: Made & { wallpaperId: string; key: Key },
  lost: Key[],
  signal: AbortSignal,
): Promise<boolean> {
  const { wallpaperId, format, width, height, key, contentType } = file;
  // The lock that moves take: the picture cannot change sides between the two lines.
  const [wallpaper] = await tx
    .select()
    .from(wallpapers)
    .where(eq(wallpapers.id, wallpaperId))
    .for('update');
  if (!wallpaper) return true;
  if (!key.startsWith(`${placeOf(wallpaper)}/`)) return false;
  await store.put(key, file.bytes, { contentType, signal });
  const bytes = file.bytes.byteLength;
  const [kept] = await tx
    .insert(derivatives)
    .values({ wallpaperId, format, width, height, key, bytes })
    .onConflictDoUpdate({
      target: [derivatives.wallpaperId, derivatives.format, derivatives.width],
      set: { key, height, bytes },
      setWhere: inArray(derivatives.key, lost),
    })
    .returning();
  if (kept) await tx.delete(garbage).where(eq(garbage.key, key));
  else await markGarbage(tx, wallpaperId, [key], 'now');
  return true;
}
