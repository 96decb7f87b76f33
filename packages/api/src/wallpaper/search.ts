import { wallpapers } from '@easel/db';
import { and, type SQL, sql } from 'drizzle-orm';

/** Words and quoted phrases, as typed. */
function termsOf(query: string): { text: string; quoted: boolean }[] {
  return [...query.matchAll(/["“”](.+?)["“”]|(\S+)/gu)].map((match) => ({
    text: (match[1] ?? match[2] ?? '').trim(),
    quoted: match[1] !== undefined,
  }));
}

const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/**
 * Pictures whose prompt has every word of the query. Words are looked up as tokens, which an index
 * serves; phrases and runs of CJK characters, of which tokens know only pairs, are then compared as text.
 */
export function matches(query: string): SQL {
  const exact = termsOf(query)
    .filter((term) => term.quoted || CJK.test(term.text))
    .map(
      (term) =>
        sql`strpos(lower(normalize(${wallpapers.prompt}, nfkc)), lower(normalize(${term.text}, nfkc))) > 0`,
    );
  const tokens = sql`search_tokens(${query})`;
  // A query of punctuation alone has no words, and finds nothing rather than everything.
  // `and` is undefined only without arguments.
  return and(
    sql`cardinality(${tokens}) > 0`,
    sql`${wallpapers.tokens} @> ${tokens}`,
    ...exact,
  ) as SQL;
}
