import journal from '../migrations/meta/_journal.json' with { type: 'json' };
import type { Sql } from './client.ts';

const NEWEST = Math.max(...journal.entries.map(({ when }) => when));

/**
 * Whether a database has every migration that this code knows; one that a later version has brought
 * further has them too. Throws where there are none at all.
 */
export async function isMigrated(sql: Sql): Promise<boolean> {
  const [found] = await sql`
    select coalesce(max(created_at), 0) >= ${NEWEST} as done from drizzle.__drizzle_migrations`;
  return found?.done === true;
}
