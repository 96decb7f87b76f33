import { derivatives } from '@easel/db';
import type { Key } from '@easel/storage';
import { and, eq } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { ownerOf } from './garbage.ts';
import { isStored } from './stored.ts';

type File = Pick<typeof derivatives.$inferSelect, 'format' | 'width' | 'key'>;

/**
 * Another file of the same picture, for one that a row promises and the store has lost: the next
 * larger, else the next smaller, else it is made on the spot. The queue makes the lost one again.
 * Undefined when no row promises the key, or the original is lost too.
 */
export async function findStandIn(studio: Studio, key: Key): Promise<Key | undefined> {
  const ownerId = ownerOf(key);
  if (!ownerId) return undefined;
  const files: File[] = await studio.db
    .select({ format: derivatives.format, width: derivatives.width, key: derivatives.key })
    .from(derivatives)
    .where(eq(derivatives.wallpaperId, ownerId));
  const lost = files.find((file) => file.key === key);
  if (!lost) return undefined;
  studio.log.error({ key }, 'a file that pages show is not in the store');
  for (const { key: other } of inOrder(files, lost)) {
    if (!(await isStored(studio.store, other))) continue;
    if (!(await studio.queue.has('derive', ownerId)))
      await studio.queue.push(studio.db, 'derive', ownerId);
    return other;
  }
  // Loaded when it has come to this: a web process that only serves stays small.
  const { deriveFiles } = await import('./derive.ts');
  await deriveFiles(studio, ownerId, AbortSignal.timeout(60_000));
  const [made] = await studio.db
    .select({ key: derivatives.key })
    .from(derivatives)
    .where(
      and(
        eq(derivatives.wallpaperId, ownerId),
        eq(derivatives.format, lost.format),
        eq(derivatives.width, lost.width),
      ),
    );
  return made?.key;
}

/** The larger ones, the nearest first, then the smaller ones. All browsers show WebP, not all AVIF. */
function inOrder(files: File[], lost: File): File[] {
  const others = files.filter(({ key, format }) => key !== lost.key && format === 'webp');
  const distance = ({ width }: File) =>
    width >= lost.width ? width - lost.width : 1_000_000 + lost.width - width;
  return others.sort((a, b) => distance(a) - distance(b));
}
