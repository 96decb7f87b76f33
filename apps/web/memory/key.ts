const PAGES = new Set(['/', '/zh', '/feed.xml', '/sitemap.xml']);
const QUERIES = '/api/trpc/';

/**
 * One name for all addresses that ask for the same public answer, or null for an address whose answer
 * is nobody's to keep. Which answers are public they say themselves; this only spares the others.
 */
export function canonicalKey(url: string): string | null {
  if (PAGES.has(url)) return url;
  if (!url.startsWith(QUERIES)) return null;
  const [path = '', search = ''] = url.split('?', 2);
  const params = new URLSearchParams(search);
  const input = params.get('input');
  params.delete('input');
  // Batches differ from one another, and so does what nobody here knows.
  if (params.size > 0) return null;
  if (input === null) return `${path}?{}`;
  try {
    const parsed: unknown = JSON.parse(input);
    if (!(parsed instanceof Object) || !('json' in parsed) || 'meta' in parsed) return null;
    // Null is no input, and is refused.
    return parsed.json === null ? null : `${path}?${ordered(parsed.json)}`;
  } catch {
    return null;
  }
}

/** JSON whose outermost keys stand in the order of the alphabet. */
function ordered(input: unknown): string {
  if (!(input instanceof Object) || Array.isArray(input)) return JSON.stringify(input);
  return JSON.stringify(
    Object.fromEntries(Object.entries(input).sort(([a], [b]) => (a < b ? -1 : 1))),
  );
}
