import { sql } from 'drizzle-orm';
import { type Color, type Orientation, parseSizes } from '../contract.ts';
import type { Cursor } from '../cursor.ts';

/** What the public gallery can be narrowed to. */
export type Narrowing = {
  query?: string | undefined;
  orientation?: Orientation | undefined;
  color?: Color | undefined;
  model?: string | undefined;
  creatorId?: string | undefined;
  /** Screens, one of which a picture has to fit. */
  fits?: string | undefined;
};

/** Words and quoted phrases, as typed. */
function termsOf(query: string): { text: string; quoted: boolean }[] {
  return [...query.matchAll(/["“”](.+?)["“”]|(\S+)/gu)].map((match) => ({
    text: (match[1] ?? match[2] ?? '').trim(),
    quoted: match[1] !== undefined,
  }));
}

/** Of Postgres's. */
const LARGEST_INTEGER = 2 ** 31 - 1;

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** True when a list is of all public pictures. */
export function isNarrowed(by: Narrowing): boolean {
  return Object.values({ ...by }).some((value) => value !== undefined && value !== '');
}

/**
 * The ids of one page of what the gallery is narrowed to, as a table `hits(id)`, in no order that may be
 * relied on; to be prepared, and asked with `wantedOf`. Costs about the same at any size of the gallery,
 * for any combination (see docs/decisions).
 *
 * Every word must be there; phrases and runs of CJK characters, of which tokens know only pairs, are
 * compared as text as well. A query of punctuation alone has no words, and finds nothing. A screen is
 * fitted by the shapes between two; without screens any shape will do.
 */
export const HITS = sql`gallery_hits(
  ${sql.placeholder('sort')},
  case
    when ${sql.placeholder('query')}::text is null then ${sql.placeholder('facets')}::text[]
    when search_tokens(${sql.placeholder('query')}) = '{}' then '{}'
    else search_tokens(${sql.placeholder('query')})
      || array(select pair from unnest(${sql.placeholder('phrases')}::text[]) as phrase, unnest(search_pairs(phrase)) as pair)
      || ${sql.placeholder('facets')}::text[]
  end,
  case when ${sql.placeholder('low')}::integer[] is not null then array(
    select shape from unnest(${sql.placeholder('low')}::integer[], ${sql.placeholder('high')}::integer[]) as screen(low, high),
      unnest(gallery_shapes(low, high)) as shape
  ) end,
  ${sql.placeholder('phrases')}::text[],
  ${sql.placeholder('time')}::timestamptz, ${sql.placeholder('score')}::double precision, ${sql.placeholder('id')}::uuid,
  ${sql.placeholder('length')}
) as hits(id)`;

/** The values of `HITS` for at most `length` ids after a place. */
export function wantedOf(
  by: Narrowing,
  page: { sort: 'newest' | 'popular'; place: Cursor | null; length: number },
) {
  const { sort, place, length } = page;
  const query = by.query || null;
  const facets = [
    by.orientation && `o:${by.orientation}`,
    by.color && `c:${by.color}`,
    by.model && `m:${by.model}`,
    by.creatorId && `u:${by.creatorId}`,
  ].filter((facet) => facet !== undefined && facet !== '');
  const screens = by.fits ? parseSizes(by.fits) : null;
  // A fifth cropped away: within a factor of 4/5, in millionths of the height.
  const shapes = screens?.map(({ width, height }) => (width / height) * 1e6);
  const bound = (shape: number) => Math.min(Math.round(shape), LARGEST_INTEGER);
  return {
    sort,
    query,
    // Every picture has the term '*'.
    facets: query || facets.length > 0 ? facets : ['*'],
    phrases: termsOf(query ?? '')
      .filter(({ text, quoted }) => quoted || CJK.test(text))
      .map(({ text }) => text),
    low: shapes?.map((shape) => bound(shape * 0.8)) ?? null,
    high: shapes?.map((shape) => bound(shape / 0.8)) ?? null,
    time: (sort === 'newest' && place?.value) || null,
    score: (sort === 'popular' && place?.value) || null,
    id: place?.id ?? null,
    length,
  };
}
