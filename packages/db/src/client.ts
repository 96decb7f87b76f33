import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as schema from './schema/index.ts';

export type Db = ReturnType<typeof openDb>['db'];
/** The client inside `db.transaction(…)`. */
export type Transaction = Parameters<Parameters<Db['transaction']>[0]>[0];
export type Sql = postgres.Sql;

/**
 * Opens a pool on a Postgres address (connections are made when first used). Prepared statements
 * are off, so that poolers in transaction mode work, but for `keptStatement` where there is none. Close
 * it with `close()`.
 */
export function openDb(url: string, options: { max?: number; name?: string } = {}) {
  const sql = postgres(url, {
    max: options.max ?? 10,
    prepare: false,
    idle_timeout: 60,
    connect_timeout: 10,
    connection: { application_name: options.name ?? 'easel' },
    onnotice: () => {},
  });
  return { db: drizzle(sql, { schema }), sql, close: () => sql.end({ timeout: 5 }) };
}
