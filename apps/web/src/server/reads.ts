import 'server-only';
import type {
  ApiToken,
  Me,
  Model,
  Profile,
  RouterInputs,
  Session,
  SignIn,
  WallpaperDetail,
  WallpaperPage,
} from '@easel/api/contract';
import { appRouter, EaselError, type User, type Viewer } from '@easel/api/server';
import { TRPCError } from '@trpc/server';
import { headers } from 'next/headers';
import { cache } from 'react';
import { requestIdOf } from '@/server/request-id';
import { studio } from '@/server/studio';

/** The first page of the public gallery or of what it is narrowed to, or the page at a cursor. */
export async function galleryPage(
  input: Exclude<RouterInputs['wallpaper']['list'], void>,
): Promise<WallpaperPage> {
  const { wallpaper } = await callerFor(null);
  const { cursor, ...narrowed } = input;
  const page = cursor && (await orNull(() => wallpaper.list(input)));
  // A cursor that leads nowhere any more leads to the beginning.
  return page || (await wallpaper.list(narrowed));
}

/** A creator as everyone sees them, or null. Read once for a page and its title. */
export const profile = cache(async (id: string): Promise<Profile | null> => {
  const { user } = await callerFor(null);
  return await orNull(() => user.byId({ id }));
});

/** A wallpaper as this person may see it, or null. Read once for a page and its title. */
export const wallpaper = cache(
  async (viewer: User, id: string): Promise<WallpaperDetail | null> => {
    const caller = await callerFor(viewer);
    return await orNull(() => caller.wallpaper.byId({ id }));
  },
);

/** The account of the person who asks. */
export async function me(viewer: User): Promise<Me> {
  const { user } = await callerFor(viewer);
  return await user.me();
}

/** The ways into the account of the person who asks: sign-ins at providers, sessions, tokens. */
export async function waysIn(
  viewer: User,
): Promise<{ signIns: SignIn[]; sessions: Session[]; tokens: ApiToken[] }> {
  const { user, token } = await callerFor(viewer);
  const [signIns, sessions, tokens] = await Promise.all([
    user.signIns(),
    user.sessions(),
    token.list(),
  ]);
  return { signIns, sessions, tokens };
}

/** The models on offer; the first is the usual one. */
export function models(): [Model, ...Model[]] {
  const [first, ...others] = studio().models;
  if (!first) throw new Error('No image model is on offer.');
  return [first, ...others];
}

/** Seconds that each model usually takes. */
export async function times(): Promise<Record<string, number>> {
  const { model } = await callerFor(null);
  return await model.times();
}

async function callerFor(viewer: Viewer) {
  const requestId = requestIdOf(await headers());
  return appRouter.createCaller({ studio: studio(), viewer, requestId });
}

/** Null for what does not exist and for an address that could not name it. */
async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    const known = error instanceof TRPCError && error.cause instanceof EaselError && error.cause;
    if (known && (known.reason === 'NOT_FOUND' || known.reason === 'INPUT_INVALID')) return null;
    if (error instanceof TRPCError && error.code === 'BAD_REQUEST') return null;
    throw error;
  }
}
