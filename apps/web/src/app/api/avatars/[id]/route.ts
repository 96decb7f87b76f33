import { avatarSvg, EaselError } from '@easel/api/server';
import { CACHE } from '@/server/cache.ts';
import { handle } from '@/server/handle.ts';
import { mediaHeaders } from '@/server/headers.ts';
import { isId } from '@/server/site.ts';

/** The picture of a person who has none, drawn from their id: the same for ever. */
export const GET = handle<{ id: string }>(async ({ params }) => {
  if (!isId(params.id)) throw new EaselError('NOT_FOUND');
  return new Response(avatarSvg(params.id), {
    headers: {
      ...mediaHeaders(false),
      'content-type': 'image/svg+xml',
      'cache-control': CACHE.immutable,
    },
  });
});
