-- The search's words, made without any extension: the words of alphabetic scripts in lower case, and of
-- each run of Chinese, Japanese or Korean its single characters and its overlapping pairs. Pictures and
-- questions are cut by this same function, so they meet whatever the server's locale does to case.
-- Words are cut at 64 characters: an index entry has a limit, and nobody searches for longer ones.
create function search_tokens(input text) returns text[]
language sql immutable strict parallel safe
as $$
  with folded as (select lower(normalize(input, nfkc)) as t)
  select coalesce(array_agg(distinct token order by token), '{}')
  from (
    select left(m[1], 64) as token
    from folded, regexp_matches(t, '([0-9a-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u1fff\u2c00-\u2dff\ua4d0-\uabff]+)', 'g') as m
    union all
    select substr(run, start, size)
    from folded,
      lateral (select m[1] as run from regexp_matches(t, '([\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+)', 'g') as m) as runs,
      generate_series(1, length(run)) as start,
      generate_series(1, 2) as size
    where start + size - 1 <= length(run)
  ) as tokens
$$;
