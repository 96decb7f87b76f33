import { EaselError, getPreview } from '@easel/api/server';
import { CACHE } from '@/server/cache.ts';
import { handle } from '@/server/handle.ts';
import { mediaHeaders } from '@/server/headers.ts';
import { isId } from '@/server/site.ts';
import { viewerOf } from '@/server/viewer.ts';

/** The unfinished picture of a generation that is being painted, for its owner. */
export const GET = handle<{ id: string }>(async ({ studio, request, params }) => {
  const viewer = await viewerOf(request);
  if (!viewer) throw new EaselError('SIGNED_OUT');
  if (!isId(params.id)) throw new EaselError('NOT_FOUND');
  return new Response(new Uint8Array(await getPreview(studio, viewer, params.id)), {
    headers: { ...mediaHeaders(true), 'content-type': 'image/webp', 'cache-control': CACHE.none },
  });
});
