import { wallpapers } from '@easel/db';
import { type SQL, sql } from 'drizzle-orm';

/** A like is worth half as much after this long. */
const HALF_LIFE_S = 7 * 24 * 3600;

/** Half-lives since 1970. */
function age(at: Date): number {
  return at.getTime() / 1000 / HALF_LIFE_S;
}

/**
 * Popularity as forward decay (Cormode, Shkapenyuk, Srivastava, Xu: "Forward Decay", ICDE 2009): the
 * score is log2(sum of 2^age) over the picture's birth and its likes, with age in half-lives. Time
 * shifts all scores alike, so a stored score never has to be recomputed to stay in order, and being
 * new is worth one like of today.
 */
export function scoreAtBirth(createdAt: Date): number {
  return age(createdAt);
}

/** The score with one more like: log2(2^a + 2^b), written so that neither power overflows. */
export function afterLike(at: Date): SQL {
  const like = sql`${age(at)}::double precision`;
  return sql`greatest(${wallpapers.score}, ${like}) + ln(1 + power(2, -abs(${wallpapers.score} - ${like}))) / ln(2)`;
}
