import { FetchError, safeFetch } from '@easel/ai/safe-fetch';
import { users } from '@easel/db';
import { ImageError, ingest, reencodeAvatar } from '@easel/storage/images';
import { eq } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { LIMITS } from '../contract.ts';
import { keepAvatar } from './keep-avatar.ts';

const FETCH_TIMEOUT_MS = 20_000;

/**
 * Copies the picture that a provider showed of someone new. May run any number of times. What is no
 * picture, or cannot be had, is forgotten; a server that is busy is asked again, so this throws.
 */
export async function copyAvatar(
  studio: Studio,
  userId: string,
  signal: AbortSignal,
): Promise<void> {
  const [row] = await studio.db
    .select({ source: users.imageSource })
    .from(users)
    .where(eq(users.id, userId));
  if (!row?.source) return;
  const { oidc } = studio.config.providers;
  try {
    const { bytes } = await safeFetch(row.source, {
      signal,
      maxBytes: LIMITS.avatarBytes,
      timeoutMs: FETCH_TIMEOUT_MS,
      // The operator named this server, which may stand in a network of their own.
      ...(oidc && { allowOrigin: oidc.issuer }),
    });
    const picture = await reencodeAvatar((await ingest(bytes, signal)).bytes);
    // Whoever has chosen a picture of their own meanwhile keeps it.
    await keepAvatar(studio, userId, picture, eq(users.imageSource, row.source));
  } catch (error) {
    const unusable = error instanceof ImageError || error instanceof FetchError;
    if (!unusable) throw error;
    // Not the message: it would name the address of somebody's picture.
    if (error instanceof FetchError && error.retryable)
      throw new Error(`The avatar cannot be had yet: ${error.reason}.`);
    studio.log.info({ user: userId, reason: error.reason }, 'no avatar from the provider');
    await forgetSource(studio, userId);
  }
}

/** Leaves a person with the avatar that is drawn here. */
export async function forgetSource({ db }: Pick<Studio, 'db'>, userId: string): Promise<void> {
  await db.update(users).set({ imageSource: null }).where(eq(users.id, userId));
}
