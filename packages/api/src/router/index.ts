import { usualTimes } from '../generation/usual-times.ts';
import { generationRouter } from './generation.ts';
import { tokenRouter } from './token.ts';
import { everyone, router } from './trpc.ts';
import { userRouter } from './user.ts';
import { wallpaperRouter } from './wallpaper.ts';

export const appRouter = router({
  generation: generationRouter,
  model: router({
    list: everyone.query(({ ctx }) => ctx.studio.models),
    times: everyone.query(({ ctx }) => usualTimes(ctx.studio)),
  }),
  token: tokenRouter,
  user: userRouter,
  wallpaper: wallpaperRouter,
});

export type AppRouter = typeof appRouter;

const PUBLIC_QUERIES = new Set([
  'wallpaper.list',
  'wallpaper.count',
  'user.byId',
  'model.list',
  'model.times',
]);

/** True for queries that answer everyone alike, so that any cache may keep the answer. */
export function isPublicQuery(path: string): boolean {
  return PUBLIC_QUERIES.has(path);
}
