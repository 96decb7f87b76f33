const DAY_MS = 86_400_000;

/** A few of all ideas, the same for everyone on one day (UTC) and others on the next. */
export function ideasOfToday(ideas: readonly string[], count: number, now: Date): string[] {
  const day = Math.floor(now.getTime() / DAY_MS);
  const start = (day * count) % Math.max(1, ideas.length);
  return [...ideas.slice(start), ...ideas.slice(0, start)].slice(0, count);
}
