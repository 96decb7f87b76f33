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
