import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { endBulk } from './bulk.ts';

export { whyRefused, whyUnusable } from './why-unusable.ts';

/** Any number will do, as long as nothing else in this database locks on it. */
const MIGRATION_LOCK = 7_246_103_118;

const FOLDER = fileURLToPath(new URL('../migrations', import.meta.url));

/**
 * Brings a database up to date. Needs an unpooled address. Processes that start together wait for
 * one another; a database that is up to date is left alone.
 */
export async function migrate(url: string, folder = FOLDER): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await applyMigrations(drizzle(sql), { migrationsFolder: folder });
    await endBulk(sql);
  } finally {
    // The lock ends with the connection.
    await sql.end();
  }
}
