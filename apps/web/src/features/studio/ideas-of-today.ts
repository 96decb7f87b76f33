/** Scenes to begin with; what they say is in the messages. */
export const IDEAS = [
  'lighthouse',
  'terraces',
  'desert',
  'lanterns',
  'tram',
  'fox',
  'hills',
  'observatory',
  'waves',
  'greenhouse',
  'inkMountains',
  'birches',
  'rooftop',
  'harbor',
  'dunes',
  'chair',
] as const;

const DAY_MS = 86_400_000;

/** A few of all ideas, the same for everyone on one day (UTC) and others on the next. */
export function ideasOfToday<T>(ideas: readonly T[], count: number, now: Date): T[] {
  const day = Math.floor(now.getTime() / DAY_MS);
  const start = (day * count) % Math.max(1, ideas.length);
  return [...ideas.slice(start), ...ideas.slice(0, start)].slice(0, count);
}
