import 'server-only';

/** Who may keep an answer, and for how long. Every `Cache-Control` of the server is one of these. */
export const CACHE = {
  /** Depends on who asks, or is an error. */
  none: 'private, no-store',
  /** The same for everyone, and may be a moment old. */
  gallery: 'public, s-maxage=10, stale-while-revalidate=60',
  feed: 'public, s-maxage=300, stale-while-revalidate=3600',
  /** Named by content: the bytes at this address never change. */
  immutable: 'public, max-age=31536000, immutable',
  /** Another size of the picture asked for, until that one is there again. */
  standIn: 'public, max-age=60',
  /** May be kept, but is asked about each time. */
  revalidated: 'no-cache',
  /** Kept by its owner's browser alone, which asks each time whether it still may show it. */
  owner: 'private, no-cache',
  /** Changes with a deployment at most. */
  daily: 'public, max-age=86400',
} as const;
