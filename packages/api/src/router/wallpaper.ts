import { z } from 'zod';
import { COLORS, ORIENTATIONS, VISIBILITIES } from '../contract.ts';
import { takeRate } from '../rates.ts';
import { countWallpapers } from '../wallpaper/counters.ts';
import { focusWallpaper } from '../wallpaper/focus.ts';
import { getWallpaper } from '../wallpaper/get.ts';
import { likeWallpaper, unlikeWallpaper } from '../wallpaper/like.ts';
import { listLiked, listMine, listWallpapers } from '../wallpaper/list.ts';
import { publishWallpaper } from '../wallpaper/publish.ts';
import { relatedWallpapers } from '../wallpaper/related.ts';
import { deleteWallpaper, restoreWallpaper } from '../wallpaper/remove.ts';
import { Cursor, Id, Limit, PlainText, SizesText, Uuid } from './input.ts';
import { everyone, notBanned, router, signedIn, withScope } from './trpc.ts';

const ListWallpapers = z.strictObject({
  cursor: Cursor,
  limit: Limit,
  sort: z.enum(['newest', 'popular']).default('newest'),
  query: z
    .string()
    .max(200)
    // Postgres has no NUL in a text, so nothing that is stored could match it.
    .transform((text) => text.replaceAll('\0', ' '))
    .optional(),
  orientation: z.enum(ORIENTATIONS).optional(),
  color: z.enum(COLORS).optional(),
  model: PlainText.max(100).optional(),
  creatorId: Uuid.optional(),
  fits: SizesText.optional(),
});

export const wallpaperRouter = router({
  list: everyone
    .input(ListWallpapers.prefault({}))
    // Only a search is counted: the gallery itself is read without writing anything.
    .use(async ({ ctx, input, next }) => {
      if (input.query) await takeRate(ctx.studio, 'search', ctx);
      return next();
    })
    .query(({ ctx, input }) => listWallpapers(ctx.studio, input)),
  count: everyone
    .input(z.strictObject({ creatorId: Uuid.optional() }).prefault({}))
    .query(({ ctx, input }) => countWallpapers(ctx.studio, input)),
  byId: withScope('read')
    .input(Id)
    .query(({ ctx, input }) => getWallpaper(ctx.studio, ctx.viewer, input.id)),
  related: withScope('read')
    .input(Id.extend({ limit: Limit }))
    .query(({ ctx, input }) => relatedWallpapers(ctx.studio, ctx.viewer, input)),
  mine: withScope('read')
    .input(
      z
        .strictObject({ cursor: Cursor, limit: Limit, deleted: z.boolean().default(false) })
        .prefault({}),
    )
    .query(({ ctx, input }) => listMine(ctx.studio, ctx.viewer, input)),
  liked: withScope('read')
    .input(z.strictObject({ cursor: Cursor, limit: Limit }).prefault({}))
    .query(({ ctx, input }) => listLiked(ctx.studio, ctx.viewer, input)),
  update: signedIn
    .input(Id.extend({ visibility: z.enum(VISIBILITIES) }))
    .mutation(({ ctx, input }) => publishWallpaper(ctx.studio, ctx.viewer, input)),
  delete: signedIn
    .input(Id)
    .mutation(({ ctx, input }) => deleteWallpaper(ctx.studio, ctx.viewer, input.id)),
  restore: signedIn
    .use(notBanned)
    .input(Id)
    .mutation(({ ctx, input }) => restoreWallpaper(ctx.studio, ctx.viewer, input.id)),
  focus: signedIn
    .input(Id.extend({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) }))
    .mutation(({ ctx, input }) => focusWallpaper(ctx.studio, ctx.viewer, input)),
  like: signedIn
    .use(notBanned)
    .input(Id)
    .mutation(({ ctx, input }) => likeWallpaper(ctx.studio, ctx.viewer, input.id)),
  unlike: signedIn
    .input(Id)
    .mutation(({ ctx, input }) => unlikeWallpaper(ctx.studio, ctx.viewer, input.id)),
});
