import { wallpapers } from '@easel/db';
import type { Key } from '@easel/storage';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Studio } from '../compose.ts';
import { LIMITS } from '../contract.ts';
import { EaselError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { visibleTo } from './access.ts';
import { storageFailure } from './media.ts';

const edge = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number)
  .pipe(z.number().min(LIMITS.minDownloadEdge).max(LIMITS.maxDownloadEdge));
const share = z
  .string()
  .regex(/^(0(\.\d{1,9})?|1(\.0{1,9})?)$/)
  .transform(Number);

/** The query of a download: both edges or neither, and the rest only with a size. */
export const DownloadQuery = z
  .strictObject({
    width: edge.optional(),
    height: edge.optional(),
    format: z.enum(['jpeg', 'png', 'webp']).optional(),
    x: share.optional(),
    y: share.optional(),
  })
  .refine((query) => (query.width === undefined) === (query.height === undefined))
  .refine((query) => (query.x === undefined) === (query.y === undefined))
  .refine((query) => query.width !== undefined || (query.format ?? query.x) === undefined);

export type Download = {
  body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>;
  bytes: number;
  contentType: string;
  /** For people: from the prompt, safe on every system. */
  fileName: string;
};

/**
 * The wallpaper at exactly the size asked for, cropped around the focal point or around what matters;
 * without a size the original, byte for byte. Throws NOT_FOUND, STORAGE_UNAVAILABLE.
 */
export async function downloadWallpaper(
  studio: Studio,
  viewer: User,
  id: string,
  query: z.output<typeof DownloadQuery>,
  signal: AbortSignal,
): Promise<Download> {
  const [row] = await studio.db
    .select({
      prompt: wallpapers.prompt,
      key: wallpapers.originalKey,
      width: wallpapers.width,
      height: wallpapers.height,
    })
    .from(wallpapers)
    .where(and(eq(wallpapers.id, id), visibleTo(viewer)));
  if (!row) throw new EaselError('NOT_FOUND');
  try {
    const { width, height } = query;
    if (width === undefined || height === undefined) return await readOriginal(studio, row, signal);
    return await readCropped(studio, { ...row, id }, { ...query, width, height }, signal);
  } catch (error) {
    throw storageFailure(error);
  }
}

type Cropping = z.output<typeof DownloadQuery> & { width: number; height: number };
type Row = { prompt: string; key: Key; width: number; height: number };

async function readOriginal({ store }: Studio, row: Row, signal: AbortSignal): Promise<Download> {
  const { info, body } = await store.get(row.key, { signal });
  const extension = row.key.slice(row.key.lastIndexOf('.') + 1);
  const fileName = downloadName(row.prompt, row.width, row.height, extension);
  return { body, bytes: info.size, contentType: info.contentType, fileName };
}

async function readCropped(
  { store, downloads }: Studio,
  row: Row & { id: string },
  { width, height, format = 'jpeg', x, y }: Cropping,
  signal: AbortSignal,
): Promise<Download> {
  const extension = format === 'jpeg' ? 'jpg' : format;
  const name = { parts: [row.key, width, height, x, y], extension };
  const make = async (stop: AbortSignal) => {
    // Loaded when somebody first downloads: a web process that only serves pages stays small.
    const { cropTo } = await import('@easel/storage/images');
    // Read when it is its turn: those who wait hold no picture in memory.
    const read = async () => {
      const { body } = await store.get(row.key, { signal: stop });
      return new Uint8Array(await new Response(body).arrayBuffer());
    };
    return new Uint8Array(await cropTo(read, { width, height, format, x, y }, stop));
  };
  const { body, bytes } = await downloads.through(row.id, name, make, signal);
  const fileName = downloadName(row.prompt, width, height, extension);
  return { body, bytes, contentType: `image/${format}`, fileName };
}

const NAME_BYTES = 180;

/** A file name that every system takes: the prompt's letters and digits in any script, then the size. */
export function downloadName(
  prompt: string,
  width: number,
  height: number,
  extension: string,
): string {
  const words = prompt
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  const first = [...words].slice(0, 60).join('');
  // A name has 255 bytes on most disks, and an export puts a date and an id before it.
  const { read } = new TextEncoder().encodeInto(first, new Uint8Array(NAME_BYTES));
  const short = first.slice(0, read).replace(/-+$/, '');
  return `${short || 'wallpaper'}-${width}x${height}.${extension}`;
}
