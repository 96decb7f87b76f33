import 'server-only';
import {
  LIMITS,
  type Me,
  type Model,
  type Profile,
  type WallpaperDetail,
  type WallpaperPage,
} from '@easel/api/contract';
import {
  appRouter,
  createContext,
  EaselError,
  getProfile,
  listWallpapers,
  type User,
} from '@easel/api/server';
import { TRPCError } from '@trpc/server';
import { headers } from 'next/headers';
import { cache } from 'react';
import { requestIdOf } from '@/server/request-id';
import { studio } from '@/server/studio';

type Narrowed = Omit<Parameters<typeof listWallpapers>[1], 'limit' | 'sort'> & {
  sort?: 'newest' | 'popular';
};

/** The first page of the public gallery, or of what it is narrowed to. */
export async function firstPage({
  sort = 'newest',
  ...narrowed
}: Narrowed): Promise<WallpaperPage> {
  return await listWallpapers(studio(), { ...narrowed, sort, limit: LIMITS.pageSize });
}

/** A creator as everyone sees them, or null. Read once for a page and its title. */
export const profile = cache(async (id: string): Promise<Profile | null> => {
  return await orNull(() => getProfile(studio(), { id }));
});

/** A wallpaper as this person may see it, or null. */
export async function wallpaper(viewer: User, id: string): Promise<WallpaperDetail | null> {
  const caller = await callerFor(viewer);
  return await orNull(() => caller.wallpaper.byId({ id }));
}

/** The account of the person who asks. */
export async function me(viewer: User): Promise<Me> {
  return (await callerFor(viewer)).user.me();
}

/** The models on offer; the first is the usual one. */
export async function models(): Promise<[Model, ...Model[]]> {
  const [first, ...others] = studio().models;
  if (!first) throw new Error('No image model is on offer.');
  return [first, ...others];
}

async function callerFor(viewer: User) {
  const requestId = requestIdOf(await headers());
  return appRouter.createCaller(createContext({ studio: studio(), viewer, requestId }));
}

/** Null for what does not exist and for an address that could not name it. */
async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    const cause = error instanceof TRPCError ? error.cause : error;
    if (cause instanceof EaselError && cause.reason === 'NOT_FOUND') return null;
    if (error instanceof TRPCError && error.code === 'BAD_REQUEST') return null;
    throw error;
  }
}
