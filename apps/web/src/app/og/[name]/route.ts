import { EaselError, sharePicture } from '@easel/api/server';
import { CACHE } from '@/server/cache.ts';
import { handle } from '@/server/handle.ts';
import { mediaHeaders } from '@/server/headers.ts';
import { isId } from '@/server/site.ts';

const EMBLEM = '/icons/icon-512.png';

/** `gallery.jpg`, or a creator's id: what is shown beside a link to that page. */
export const GET = handle<{ name: string }>(async ({ request, params, studio }) => {
  const name = params.name.endsWith('.jpg') ? params.name.slice(0, -4) : '';
  if (name !== 'gallery' && !isId(name)) throw new EaselError('NOT_FOUND');
  const of = name === 'gallery' ? {} : { creatorId: name };
  const shown = { ...mediaHeaders(false), 'cache-control': CACHE.gallery };
  try {
    const picture = await sharePicture(studio, of, request.signal);
    return new Response(picture, { headers: { ...shown, 'content-type': 'image/jpeg' } });
  } catch (error) {
    const empty = error instanceof EaselError && error.reason === 'NOT_FOUND';
    if (!empty || name !== 'gallery') throw error;
    // Every page names this one, also while nobody has made anything.
    return new Response(null, { status: 307, headers: { ...shown, location: EMBLEM } });
  }
});
