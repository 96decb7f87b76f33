import { type SQL, sql } from 'drizzle-orm';
import { type Color, type Orientation, parseSizes } from '../contract.ts';
import { placeAfter } from '../cursor.ts';

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

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** True when a list is of all public pictures. */
export function isNarrowed(by: Narrowing): boolean {
  return Object.values({ ...by }).some((value) => value !== undefined && value !== '');
}

/**
 * The ids of one page of what the gallery is narrowed to, as a table `hits(id)`: `wanted` of them at
 * most, in no order that may be relied on. Costs about the same at any size of the gallery, for any
 * combination (see docs/decisions). Throws INPUT_INVALID for a cursor of another list.
 *
 * Every word must be there; phrases and runs of CJK characters, of which tokens know only pairs, are
 * compared as text as well. A query of punctuation alone has no words, and finds nothing.
 */
export function hitsOf(
  by: Narrowing,
  page: { sort: 'newest' | 'popular'; cursor: string | undefined; wanted: number },
): SQL {
  const typed = termsOf(by.query ?? '');
  const phrases = typed.filter(({ text, quoted }) => quoted || CJK.test(text));
  const facets = [
    by.orientation && `o:${by.orientation}`,
    by.color && `c:${by.color}`,
    by.model && `m:${by.model}`,
    by.creatorId && `u:${by.creatorId}`,
  ].filter((facet) => facet !== undefined && facet !== '');
  const texts = sql`${sql.param(phrases.map(({ text }) => text))}::text[]`;
  const others = sql`${sql.param(facets)}::text[]`;
  const terms = by.query
    ? sql`case when search_tokens(${by.query}) <> '{}' then search_tokens(${by.query})
        || array(select pair from unnest(${texts}) as phrase, unnest(search_pairs(phrase)) as pair) || ${others}
        else '{}' end`
    : sql`${sql.param(facets.length > 0 ? facets : ['*'])}::text[]`;
  const place = placeAfter(page.cursor, page.sort === 'popular' ? 'score' : 'time');
  return sql`gallery_hits(${page.sort}, ${terms}, ${shapesFor(by.fits)}, ${texts}, ${place}, ${page.wanted}) as hits(id)`;
}

/** The terms of the shapes of which one of the screens crops at most a fifth away: within a factor of 4/5. */
function shapesFor(fits: string | undefined): SQL {
  const screens = fits ? parseSizes(fits) : null;
  if (!screens) return sql`null::text[]`;
  const shapes = screens.map(({ width, height }) => {
    const millionths = (width / height) * 1e6;
    return sql`gallery_shapes(${Math.round(millionths * 0.8)}, ${Math.round(millionths / 0.8)})`;
  });
  return sql.join(shapes, sql` || `);
}
