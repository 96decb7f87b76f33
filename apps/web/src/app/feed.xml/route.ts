import { listWallpapers } from '@easel/api/server';
import { CACHE } from '@/server/cache.ts';
import { atomFeed } from '@/server/feed.ts';
import { handle } from '@/server/handle.ts';

/** The newest public wallpapers, for feed readers. */
export const GET = handle(async ({ studio }) => {
  const { items } = await listWallpapers(studio, { limit: 30, sort: 'newest' });
  return new Response(atomFeed(studio.config.origin, items), {
    headers: {
      'content-type': 'application/atom+xml; charset=utf-8',
      'cache-control': CACHE.feed,
      'cross-origin-resource-policy': 'cross-origin',
    },
  });
});
