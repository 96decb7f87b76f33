import { creatorParts, EaselError, listCreators } from '@easel/api/server';
import { CACHE } from '@/server/cache.ts';
import { handle } from '@/server/handle.ts';
import { isId } from '@/server/site.ts';
import { FIRST_ID, sitemapFile, sitemapIndex } from '@/server/sitemap.ts';

/** Small enough to be written at once; the protocol allows 50,000. */
const PER_FILE = 10_000;

/**
 * The gallery and its creators, for search engines: one file, or an index of files as soon as there
 * are too many. A file is the same address with the creator that it begins with.
 */
export const GET = handle(async ({ request, studio }) => {
  const { origin } = studio.config;
  let from = request.nextUrl.searchParams.get('from');
  if (from !== null && !isId(from)) throw new EaselError('INPUT_INVALID');
  if (from === null) {
    const parts = await creatorParts(studio, { size: PER_FILE });
    if (parts.length > 1) return xml(sitemapIndex(origin, parts));
    from = FIRST_ID;
  }
  const creators = await listCreators(studio, { from, limit: PER_FILE });
  return xml(sitemapFile(origin, creators, { withGallery: from === FIRST_ID }));
});

function xml(text: string): Response {
  return new Response(text, {
    headers: { 'content-type': 'application/xml; charset=utf-8', 'cache-control': CACHE.feed },
  });
}
