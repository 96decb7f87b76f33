-- The public pictures that have all `terms`, one of `shapes` and every phrase, the first `wanted` of them in
-- descending order of (created_at or score, id) after a place (nulls: from the beginning).
--
-- It looks through stretches of the order, the newest first and each about eight times as long as the one
-- before, until what one held promises that the next of its length fills the page: what is common is found
-- in a short one. What three of them do not hold is rare, or old, and a sample tells which. What is rare is
-- looked up whole. What is old, or in a stretch that holds more than is worth sorting, is looked for in
-- shorter ones one by one: the index reads every hit of a stretch, so none is longer than twelve days before
-- a hundred have been looked through. It keeps a stretch's rows side by side, so only its part of a word's
-- list is read.
create or replace function gallery_hits(
  sort text, terms text[], shapes text[], phrases text[],
  before_time timestamptz, before_score double precision, before_id uuid, wanted integer
) returns setof uuid
language plpgsql stable parallel safe rows 25
set plan_cache_mode = force_generic_plan
as $$
declare
  enough constant integer := 400;
  -- So many in a 64th of the gallery are some 250 in all of it.
  several constant integer := 4;
  -- Seventy years; a date that somebody mistyped is not to make it millions.
  most_samples constant integer := 2048;
  sample text[];
  looks integer := 0;
  last constant uuid := 'ffffffff-ffff-ffff-ffff-ffffffffffff';
  kind constant text := case sort when 'popular' then 'p' else 't' end;
  level integer := 8;
  top bigint;
  next bigint;
  width bigint;
  whole boolean := false;
  narrow boolean := false;
  stretches text[];
  most integer;
  -- Where there is nothing to ask for, what is asked for anyway.
  either text[];
  found integer;
  ids uuid[];
  result uuid[] := '{}';
begin
  select array_agg(public.fold_text(phrase)) into phrases from unnest(phrases) as phrase;
  before_id := coalesce(before_id, last);
  -- From the first picture after the place: a place may be far from any.
  if kind = 'p' then
    before_score := coalesce(before_score, 'infinity');
    select floor(w.score * 604800) into top from wallpapers w
    where visibility = 'public' and deleted_at is null and (w.score, w.id) < (before_score, before_id)
    order by w.score desc, w.id desc limit 1;
  else
    before_time := coalesce(before_time, 'infinity');
    select floor(extract(epoch from w.created_at)) into top from wallpapers w
    where visibility = 'public' and deleted_at is null and (w.created_at, w.id) < (before_time, before_id)
    order by w.created_at desc, w.id desc limit 1;
  end if;
  if top is null or top < 0 or cardinality(terms) = 0 or cardinality(shapes) = 0 then return; end if;

  top := (top >> level) + 1;
  loop
    looks := looks + 1;
    -- The longest are two years: from one that holds pictures to the next. (A second more is for rounding.)
    if level = 26 then
      if kind = 'p' then
        select floor(w.score * 604800) into next from wallpapers w
        where visibility = 'public' and deleted_at is null and w.score < ((top << level) + 1) / 604800.0::double precision
        order by w.score desc, w.id desc limit 1;
      else
        select floor(extract(epoch from w.created_at)) into next from wallpapers w
        where visibility = 'public' and deleted_at is null and w.created_at < to_timestamp(top << level)
        order by w.created_at desc, w.id desc limit 1;
      end if;
      exit when next is null or next < 0;
      top := least(top, (next >> level) + 1);
    end if;
    if whole then
      stretches := terms;
    else
      -- The longest reach back to the beginning of time.
      width := case when narrow then 1 when level = 26 then top else least(8 + top % 8, top) end;
      stretches := array(select kind || level || ':' || n from generate_series(top - width, top - 1) as n);
    end if;
    either := coalesce(shapes, stretches);
    most := case when level > 8 or not narrow then enough + 1 end;
    if kind = 'p' then
      select count(*), array_agg(hit.id order by hit.score desc, hit.id desc) into found, ids from (
        select w.id, w.score from wallpapers w
        where visibility = 'public' and deleted_at is null
          and gallery_terms(w.prompt, w.tokens, w.creator_id, w.model, w.width, w.height, w.palette, w.created_at, w.score) @> terms
          and gallery_terms(w.prompt, w.tokens, w.creator_id, w.model, w.width, w.height, w.palette, w.created_at, w.score) && stretches
          and gallery_terms(w.prompt, w.tokens, w.creator_id, w.model, w.width, w.height, w.palette, w.created_at, w.score) && either
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
          and gallery_terms(w.prompt, w.tokens, w.creator_id, w.model, w.width, w.height, w.palette, w.created_at, w.score) && either
          and (w.created_at, w.id) < (before_time, before_id)
          and (phrases is null or not exists (select from unnest(phrases) as phrase where strpos(public.fold_text(w.prompt), phrase) = 0))
        limit most
      ) as hit;
    end if;

    if found = most then
      if narrow and not whole then
        level := level - 3;
        top := top * 8;
      end if;
      whole := false;
      narrow := true;
      continue;
    end if;

    if whole then
      result := ids;
      exit;
    end if;
    result := result || ids;
    exit when cardinality(result) >= wanted or width = top;
    top := top - width;
    if top % 8 = 0 and 2 * found < wanted - cardinality(result)
      and (level < 20 or level < 26 and (looks > 100 or not narrow))
    then
      level := level + 3;
      top := top / 8;
      if level = 17 and not narrow and result = '{}' then
        sample := array(
          select 't14:' || n from (
            select floor(extract(epoch from min(created_at)))::bigint >> 14, floor(extract(epoch from max(created_at)))::bigint >> 14
            from wallpapers where visibility = 'public' and deleted_at is null
          ) as gallery(oldest, newest), generate_series(greatest(oldest, newest - 64 * most_samples), newest, 64) as n
        );
        either := coalesce(shapes, sample);
        select count(*) into found from (
          select from wallpapers w
          where visibility = 'public' and deleted_at is null
            and gallery_terms(w.prompt, w.tokens, w.creator_id, w.model, w.width, w.height, w.palette, w.created_at, w.score) @> terms
            and gallery_terms(w.prompt, w.tokens, w.creator_id, w.model, w.width, w.height, w.palette, w.created_at, w.score) && sample
            and gallery_terms(w.prompt, w.tokens, w.creator_id, w.model, w.width, w.height, w.palette, w.created_at, w.score) && either
          limit several
        ) as hit;
        narrow := found = several;
        whole := not narrow;
      end if;
    end if;
  end loop;
  return query select unnest(result[1:wanted]);
end
$$;
