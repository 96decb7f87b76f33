-- Text as the search compares it. Lower case must not depend on the database's locale (under LC_CTYPE=C
-- only ASCII has any), so a collation is chosen that knows Unicode, wherever the server has one.
do $do$
begin
  execute format(
    'create function fold_text(input text) returns text language sql immutable strict parallel safe as %L',
    format(
      'select lower(normalize(input, nfkc) collate %s)',
      coalesce(
        (
          select format('pg_catalog.%I', collname) from pg_collation
          where collname in ('pg_c_utf8', 'und-x-icu') and collnamespace = 'pg_catalog'::regnamespace
            and collencoding in (-1, (select encoding from pg_database where datname = current_database()))
          order by collname limit 1
        ),
        'pg_catalog."default"'
      )
    )
  );
end
$do$;--> statement-breakpoint
-- As in 0000 (what a token is stands there), some times as fast, and folded by the function above.
create or replace function search_tokens(input text) returns text[]
language plpgsql immutable strict parallel safe
as $$
declare
  folded text := public.fold_text(input);
  words text[] := string_to_array(regexp_replace(folded, '[^0-9a-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u1fff\u2c00-\u2dff\ua4d0-\uabff]+', ' ', 'g'), ' ');
  signs text[];
begin
  if octet_length(folded) > length(folded) then
    signs := string_to_array(regexp_replace(folded, '[^\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+', ' ', 'g'), null);
    words := words || signs
      || array(select a || b from unnest(signs, signs[2:]) as pair(a, b) where a <> ' ' and b <> ' ');
  end if;
  return array(
    select distinct left(word, 64) collate "C" as token from unnest(words) as word
    where word <> '' and word <> ' ' order by token
  );
end
$$;--> statement-breakpoint
update wallpapers set prompt = prompt where tokens <> search_tokens(prompt);--> statement-breakpoint
-- Neighbouring words of alphabetic scripts: what a quoted phrase is looked up by. (A space keeps them apart
-- from tokens, which have none.)
create function search_pairs(input text) returns text[]
language plpgsql immutable strict parallel safe
as $$
declare
  words text[] := string_to_array(btrim(regexp_replace(public.fold_text(input), '[^0-9a-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u1fff\u2c00-\u2dff\ua4d0-\uabff]+', ' ', 'g')), ' ');
begin
  return array(
    select left(a, 64) || ' ' || left(b, 64) from unnest(words, words[2:]) as pair(a, b) where b is not null
  );
end
$$;--> statement-breakpoint
-- A picture's shape, as millionths of its height that it is wide.
create function picture_shape(width integer, height integer) returns integer
language sql immutable strict parallel safe
as $$ select round(width * 1000000.0 / height)::integer $$;--> statement-breakpoint
-- Everything that the gallery is searched and filtered by, for one index. `t` and `p` name the stretches of
-- time and of popularity (a score counts weeks) that hold the picture, each eight times as long as the last:
-- 2^8 seconds to 2^26. '*' is in every picture. None of these can be a token: those hold letters and digits.
-- The cost is set high, so that no plan computes this for rows instead of asking the index.
create function gallery_terms(
  prompt text, tokens text[], creator_id uuid, model text, width integer, height integer,
  palette text[], created_at timestamptz, score double precision
) returns text[]
language plpgsql immutable strict parallel safe cost 10000
as $$
declare
  t bigint := floor(extract(epoch from created_at));
  p bigint := floor(score * 604800);
begin
  return tokens || public.search_pairs(prompt)
    || array[
      '*', 'u:' || creator_id, 'm:' || model, 's:' || public.picture_shape(width, height),
      case when width > height then 'o:landscape' when width < height then 'o:portrait' else 'o:square' end,
      't8:' || (t >> 8), 't11:' || (t >> 11), 't14:' || (t >> 14), 't17:' || (t >> 17),
      't20:' || (t >> 20), 't23:' || (t >> 23), 't26:' || (t >> 26),
      'p8:' || (p >> 8), 'p11:' || (p >> 11), 'p14:' || (p >> 14), 'p17:' || (p >> 17),
      'p20:' || (p >> 20), 'p23:' || (p >> 23), 'p26:' || (p >> 26)
    ]
    || string_to_array('c:' || array_to_string(palette, ' c:'), ' ');
end
$$;--> statement-breakpoint
-- The terms of the shapes between two that any public picture has; found by leaping from one to the next.
create function gallery_shapes(low integer, high integer) returns text[]
language sql stable parallel safe
as $$
  with recursive shapes(shape) as (
    (
      select picture_shape(width, height) from wallpapers
      where visibility = 'public' and deleted_at is null and picture_shape(width, height) >= low
      order by 1 limit 1
    )
    union all
    select (
      select picture_shape(width, height) from wallpapers
      where visibility = 'public' and deleted_at is null and picture_shape(width, height) > shapes.shape
      order by 1 limit 1
    ) from shapes where shapes.shape <= high
  )
  select coalesce(array_agg('s:' || shape), '{}') from shapes where shape <= high
$$;--> statement-breakpoint
-- The public pictures that have all `terms`, one of `shapes` and every phrase, the first `wanted` of them in
-- descending order of (created_at or score, id) after a place (nulls: from the beginning).
--
-- It looks through stretches of the order, the newest first and each about eight times as long as the one
-- before, so that what is common is found in a short one and what is absent costs a handful of look-ups. A
-- stretch that holds more than it is worth to sort is halved instead. The index keeps a stretch's rows side
-- by side, so only its part of a word's list is read.
create function gallery_hits(
  sort text, terms text[], shapes text[], phrases text[],
  before_time timestamptz, before_score double precision, before_id uuid, wanted integer
) returns setof uuid
language plpgsql stable parallel safe rows 25
set plan_cache_mode = force_generic_plan
as $$
declare
  enough constant integer := 400;
  last constant uuid := 'ffffffff-ffff-ffff-ffff-ffffffffffff';
  kind constant text := case sort when 'popular' then 'p' else 't' end;
  level integer := 8;
  top bigint;
  width bigint;
  stretches text[];
  most integer;
  found integer;
  ids uuid[];
  result uuid[] := '{}';
begin
  select array_agg(public.fold_text(phrase)) into phrases from unnest(phrases) as phrase;
  if kind = 'p' then
    if before_score is null then
      select w.score, last into before_score, before_id from wallpapers w
      where visibility = 'public' and deleted_at is null order by w.score desc, w.id desc limit 1;
    end if;
    top := floor(before_score * 604800);
  else
    if before_time is null then
      select w.created_at, last into before_time, before_id from wallpapers w
      where visibility = 'public' and deleted_at is null order by w.created_at desc, w.id desc limit 1;
    end if;
    top := floor(extract(epoch from before_time));
  end if;
  if top is null or top < 0 or cardinality(terms) = 0 or cardinality(shapes) = 0 then return; end if;

  top := (top >> level) + 1;
  width := 8 + top % 8;
  loop
    -- The longest stretches reach back to the beginning of time.
    width := case when level = 26 then top else least(width, top) end;
    stretches := array(select kind || level || ':' || n from generate_series(top - width, top - 1) as n);
    most := case when level > 8 or width > 1 then enough + 1 end;
    if kind = 'p' then
      select count(*), array_agg(hit.id order by hit.score desc, hit.id desc) into found, ids from (
        select w.id, w.score from wallpapers w
        where visibility = 'public' and deleted_at is null
          and gallery_terms(w.prompt, w.tokens, w.creator_id, w.model, w.width, w.height, w.palette, w.created_at, w.score) @> terms
          and gallery_terms(w.prompt, w.tokens, w.creator_id, w.model, w.width, w.height, w.palette, w.created_at, w.score) && stretches
          and gallery_terms(w.prompt, w.tokens, w.creator_id, w.model, w.width, w.height, w.palette, w.created_at, w.score) && shapes
          and (w.score, w.id) < (before_score, before_id)
          and (phrases is null or not exists (select from unnest(phrases) as phrase where strpos(public.fold_text(w.prompt), phrase) = 0))
        limit most
      ) as hit;
    else
      select count(*), array_agg(hit.id order by hit.created_at desc, hit.id desc) into found, ids from (
        select w.id, w.created_at from wallpapers w
        where visibility = 'public' and deleted_at is null
          and gallery_terms(w.prompt, w.tokens, w.creator_id, w.model, w.width, w.height, w.palette, w.created_at, w.score) @> terms
          and gallery_terms(w.prompt, w.tokens, w.creator_id, w.model, w.width, w.height, w.palette, w.created_at, w.score) && stretches
          and gallery_terms(w.prompt, w.tokens, w.creator_id, w.model, w.width, w.height, w.palette, w.created_at, w.score) && shapes
          and (w.created_at, w.id) < (before_time, before_id)
          and (phrases is null or not exists (select from unnest(phrases) as phrase where strpos(public.fold_text(w.prompt), phrase) = 0))
        limit most
      ) as hit;
    end if;

    if found = most then
      if width > 1 then
        width := width / 2;
      else
        level := level - 3;
        top := top * 8;
        width := 4;
      end if;
      -- Halves of the longest stretches would grow back.
      if level = 26 then level := 23; top := top * 8; width := width * 8; end if;
      continue;
    end if;

    result := result || ids;
    exit when cardinality(result) >= wanted or width = top;
    top := top - width;
    if level < 26 and top % 8 = 0 then
      level := level + 3;
      top := top / 8;
    end if;
    width := 8 + top % 8;
  end loop;
  return query select unnest(result[1:wanted]);
end
$$;
