import { EaselError, findMedia, openMedia } from '@easel/api/server';
import { askedRange, matchesTag, within } from '@/server/byte-range.ts';
import { CACHE } from '@/server/cache.ts';
import { type Call, handle } from '@/server/handle.ts';
import { mediaHeaders } from '@/server/headers.ts';
import { viewerOf } from '@/server/viewer.ts';

type Params = { key: string[] };

/** Answers with a stored picture; private ones only to their owner. */
async function answer({ request, params, studio }: Call<Params>): Promise<Response> {
  const key = keyOf(params);
  const viewer = key.startsWith('private/') ? await viewerOf(request) : null;
  const media = await findMedia(studio, viewer, key);
  const { info } = media;

  const headers = new Headers({
    ...mediaHeaders(media.private),
    'cache-control': media.private ? CACHE.owner : CACHE.immutable,
    etag: `"${info.etag}"`,
    'last-modified': info.modifiedAt.toUTCString(),
    'accept-ranges': 'bytes',
  });
  if (media.private) headers.set('vary', 'cookie');
  if (matchesTag(request.headers.get('if-none-match'), info.etag))
    return new Response(null, { status: 304, headers });

  headers.set('content-type', info.contentType);
  headers.set('content-length', String(info.size));
  if (request.method === 'HEAD') return new Response(null, { headers });

  const ifRange = request.headers.get('if-range');
  const same = ifRange === null || ifRange === `"${info.etag}"`;
  const asked = same ? askedRange(request.headers.get('range')) : null;
  const range = asked && within(asked, info.size);
  if (range === 'unsatisfiable') {
    headers.set('content-range', `bytes */${info.size}`);
    headers.delete('content-type');
    headers.delete('content-length');
    headers.set('cache-control', CACHE.none);
    return new Response(null, { status: 416, headers });
  }
  const { signal } = request;
  if (!range) return new Response(await openMedia(studio, media, { signal }), { headers });
  headers.set('content-length', String(range.end - range.start + 1));
  headers.set('content-range', `bytes ${range.start}-${range.end}/${info.size}`);
  return new Response(await openMedia(studio, media, { range, signal }), { status: 206, headers });
}

/** The key as it stands in the address. Throws NOT_FOUND for one that does not decode. */
function keyOf({ key }: Params): string {
  try {
    return key.map(decodeURIComponent).join('/');
  } catch {
    throw new EaselError('NOT_FOUND');
  }
}

export const GET = handle<Params>(answer);
export const HEAD = handle<Params>(answer);
