import type { Studio } from '../compose.ts';
import { EaselError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { storageFailure } from '../wallpaper/media.ts';
import { keepAvatar } from './keep-avatar.ts';
import { getMe } from './profile.ts';

/**
 * Makes an uploaded picture the viewer's avatar: checked like every foreign picture, cut to a square
 * and re-encoded; what was uploaded is not kept. Throws INPUT_INVALID for anything but a still PNG,
 * JPEG or WebP, and STORAGE_UNAVAILABLE.
 */
export async function uploadAvatar(
  studio: Studio,
  viewer: User,
  upload: Uint8Array,
  signal: AbortSignal,
): Promise<{ avatarUrl: string }> {
  // Loaded when somebody first uploads: a web process that only serves pages stays small.
  const { ImageError, ingest, reencodeAvatar } = await import('@easel/storage/images');
  try {
    const { bytes } = await ingest(upload, signal);
    await keepAvatar(studio, viewer.id, await reencodeAvatar(bytes));
  } catch (error) {
    if (error instanceof ImageError) throw new EaselError('INPUT_INVALID', { cause: error });
    throw storageFailure(error);
  }
  const { avatarUrl } = await getMe(studio, viewer);
  return { avatarUrl };
}
