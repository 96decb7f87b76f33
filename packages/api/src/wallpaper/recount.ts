import type { Db } from '@easel/db';
import { sql } from 'drizzle-orm';

/** A number that was wrong: whose public wallpapers (`all`, or a creator), or which wallpaper's likes. */
export type Repair = { of: 'wallpapers' | 'likes'; id: string; from: number; to: number };

/**
 * Counts what counters and like counts say, and sets right what is not. Changes by others wait for the
 * few seconds it takes, so that what it counts is what there is.
 */
export async function recount(db: Db): Promise<Repair[]> {
  return db.transaction(async (tx) => {
    // Who has changed a counter and not committed is waited for; who will, waits. (Statements that
    // follow see what was committed until then.)
    await tx.execute(sql`lock table likes, counters in share row exclusive mode`);
    const scopes = await tx.execute<Omit<Repair, 'of'>>(sql`
      with counted as (
        select coalesce(creator_id::text, 'all') as scope, count(*) as value from wallpapers
        where visibility = 'public' and deleted_at is null group by grouping sets ((creator_id), ())
      ),
      wrong as (
        select scope, coalesce(c.value, 0) as said, coalesce(n.value, 0) as value
        from counters c full join counted n using (scope)
        where coalesce(c.value, 0) <> coalesce(n.value, 0)
      ),
      repaired as (
        insert into counters (scope, value) select scope, value from wrong
        on conflict (scope) do update set value = excluded.value
      )
      select scope as id, said::integer as "from", value::integer as "to" from wrong order by 1`);
    const liked = await tx.execute<Omit<Repair, 'of'>>(sql`
      with counted as (
        select wallpaper_id as id, count(*)::integer as value from likes group by 1
      ),
      wrong as (
        select w.id, w.like_count as said, coalesce(counted.value, 0) as value
        from wallpapers w left join counted using (id) where w.like_count <> coalesce(counted.value, 0)
      ),
      repaired as (
        update wallpapers set like_count = wrong.value from wrong where wallpapers.id = wrong.id
      )
      select id, said as "from", value as "to" from wrong order by 1`);
    return [
      ...scopes.map((row) => ({ of: 'wallpapers' as const, ...row })),
      ...liked.map((row) => ({ of: 'likes' as const, ...row })),
    ];
  });
}
