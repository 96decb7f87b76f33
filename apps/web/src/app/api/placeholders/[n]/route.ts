import { placeholderSvg } from '@easel/api/server';
import { CACHE } from '@/server/cache.ts';
import { handle } from '@/server/handle.ts';
import { mediaHeaders } from '@/server/headers.ts';

/** What stands for pictures that an import has listed and not copied yet: the same for ever. */
export const GET = handle<{ n: string }>(async ({ params }) => {
  return new Response(placeholderSvg(params.n), {
    headers: {
      ...mediaHeaders(false),
      'content-type': 'image/svg+xml',
      'cache-control': CACHE.immutable,
    },
  });
});
