import { counters, users, wallpapers } from '@easel/db';
import { and, eq, gt, gte, ne, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { PUBLIC } from '../wallpaper/access.ts';

/** Somebody whose pictures everyone may see, and when the newest of those was made. */
export type ListedCreator = { id: string; newest: Date };

/** People with public wallpapers in the order of their ids, from one id on. */
export async function listCreators(
  { db }: Pick<Studio, 'db'>,
  { from, limit }: { from: string; limit: number },
): Promise<ListedCreator[]> {
  const newest = sql`(
    select ${wallpapers.createdAt} from ${wallpapers}
    where ${wallpapers.creatorId} = ${users.id} and ${PUBLIC}
    order by ${wallpapers.createdAt} desc limit 1)`;
  return await db
    .select({ id: users.id, newest: newest.mapWith(wallpapers.createdAt) })
    .from(users)
    .innerJoin(counters, eq(counters.scope, sql`${users.id}::text`))
    .where(and(gte(users.id, from), gt(counters.value, 0)))
    .orderBy(users.id)
    .limit(limit);
}

/** Where parts of so many begin when all of those people are read in parts: the first id of each. */
export async function creatorParts(
  { db }: Pick<Studio, 'db'>,
  { size }: { size: number },
): Promise<string[]> {
  const numbered = db
    .select({
      id: counters.scope,
      n: sql<number>`row_number() over (order by ${counters.scope})`.as('n'),
    })
    .from(counters)
    .where(and(ne(counters.scope, 'all'), gt(counters.value, 0)))
    .as('numbered');
  const starts = await db
    .select({ id: numbered.id })
    .from(numbered)
    .where(sql`(${numbered.n} - 1) % ${size} = 0`)
    .orderBy(numbered.id);
  return starts.map(({ id }) => id);
}
