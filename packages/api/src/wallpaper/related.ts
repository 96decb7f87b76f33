import { keptStatement, users, wallpapers } from '@easel/db';
import { and, desc, eq, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import type { WallpaperCard } from '../contract.ts';
import { EaselError } from '../errors.ts';
import type { User } from '../viewer.ts';
import { PUBLIC, visibleTo } from './access.ts';
import { CARD, toCard } from './card.ts';

/** Words that say nothing about a picture. */
const EMPTY = new Set(
  'the and with for from into over under its his her this that of in on at to by an as is are 的 了 与 和 在'.split(
    ' ',
  ),
);
/** Longer words tend to be rarer, and eight say what a picture is about. */
const WORDS = 8;
/** For each word; what is common would bring as much by chance. */
const FOR_EACH = 24;

const isCjk = (word: string) => /^[\u3005-\u9fff\uac00-\ud7af\uf900-\ufaff]/.test(word);

/** What of a prompt's tokens to look for, the most telling first: pairs of characters, then long words. */
function tellingWords(tokens: string[]): string[] {
  return tokens
    .filter((word) => !EMPTY.has(word) && word.length >= (isCjk(word) ? 2 : 3))
    .sort((a, b) => weight(b) - weight(a) || (a < b ? -1 : 1))
    .slice(0, WORDS);
}

const weight = (word: string) => (isCjk(word) ? 4 * word.length : word.length);

/**
 * Public wallpapers near in words and colours to one the viewer may see, the nearest first. Those with
 * any of its telling words (the newest of each) are compared; a shared word weighs the more, the fewer
 * of them have it, and a shared colour about as much as half a common word. The same data gives the
 * same answer. Throws NOT_FOUND.
 */
export async function relatedWallpapers(
  studio: Studio,
  viewer: User,
  input: { id: string; limit: number },
): Promise<WallpaperCard[]> {
  const [source] = await studio.db
    .select({ tokens: wallpapers.tokens, palette: wallpapers.palette })
    .from(wallpapers)
    .where(and(eq(wallpapers.id, input.id), visibleTo(viewer)));
  if (!source) throw new EaselError('NOT_FOUND');
  const words = tellingWords(source.tokens);
  // Without a telling word, pictures of its first colour.
  const terms = words.length > 0 ? words : [`c:${source.palette[0] ?? ''}`];
  const rows = await nearest(studio.db).execute({
    id: input.id,
    terms,
    words,
    palette: source.palette,
    limit: input.limit,
  });
  return rows.map((row) => toCard(studio, row));
}

const NEAR = sql`(
  with found as materialized (
    select distinct hit as id from unnest(${sql.placeholder('terms')}::text[]) as term,
      gallery_hits('newest', array[term], null, '{}', null, null, null, ${sql.raw(String(FOR_EACH))}) as hit
    where hit <> ${sql.placeholder('id')}::uuid
  ),
  compared as materialized (
    select w.id,
      array(select word from unnest(w.tokens) as word where word = any(${sql.placeholder('words')}::text[])) as shared,
      (select count(*) from unnest(w.palette) as shade where shade = any(${sql.placeholder('palette')}::text[])) as shades
    from found join wallpapers w using (id)
  ),
  weights as materialized (
    select word, ln(1 + (select count(*) from found) / count(*)::double precision) as weight
    from compared, unnest(shared) as word group by word
  )
  select compared.id,
    -- Rounded, since sums depend on the order they are made in.
    round(coalesce(sum(weight), 0)::numeric, 6) + 0.3 * shades as nearness
  from compared left join lateral unnest(shared) as word on true left join weights using (word)
  group by compared.id, shades
  order by nearness desc, compared.id desc limit ${sql.placeholder('limit')}
) as near`;

const nearest = keptStatement((db) =>
  db
    .select(CARD)
    .from(wallpapers)
    .innerJoin(users, eq(users.id, wallpapers.creatorId))
    .innerJoin(NEAR, sql`near.id = ${wallpapers.id}`)
    .where(PUBLIC)
    .orderBy(desc(sql`near.nearness`), desc(wallpapers.id))
    .prepare('nearest'),
);
