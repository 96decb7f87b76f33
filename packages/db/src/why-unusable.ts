import { once } from 'node:events';
import postgres from 'postgres';

/** What the SQL of the migrations needs. */
const OLDEST = 15;
/** A database that sleeps may take some seconds to wake. */
const ANSWER_MS = 20_000;

/**
 * What keeps the product from working with the database at an address, as a sentence for its operator
 * that holds no password; null when nothing does.
 */
export async function whyUnusable(url: string, answerMs = ANSWER_MS): Promise<string | null> {
  const sql = postgres(url, { max: 1, prepare: false, connect_timeout: 10, onnotice: () => {} });
  try {
    // The driver tries for ever where something takes connections and closes them, as a tunnel does.
    const silence = once(AbortSignal.timeout(answerMs), 'abort').then(() => {
      throw new Error('it does not answer');
    });
    return await Promise.race([whyUnfit(sql), silence]);
  } catch (error) {
    // A name with several addresses fails with an error for each, and no words of its own.
    const errors = error instanceof AggregateError ? error.errors : [error];
    const told = errors.map((one) => (one instanceof Error ? one.message : String(one)));
    return `The database cannot be opened (${told.join('; ')}).`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function whyUnfit(sql: postgres.Sql): Promise<string | null> {
  const [server] = await sql<{ number: number; name: string }[]>`
    select current_setting('server_version_num')::int as number, current_setting('server_version') as name`;
  return server && server.number < OLDEST * 10_000
    ? `This is Postgres ${server.name}, and ${OLDEST} or later is needed.`
    : await whyTaken(sql);
}

/** Tables of another make under our names, such as those of the system that people are to move from. */
async function whyTaken(sql: postgres.Sql): Promise<string | null> {
  const [found] = await sql<{ taken: string | null; migrations: string | null }[]>`
    select coalesce(to_regclass('users'), to_regclass('wallpapers'))::text as taken,
      to_regclass('drizzle.__drizzle_migrations')::text as migrations`;
  if (!found?.taken) return null;
  const applied = found.migrations
    ? await sql`select from drizzle.__drizzle_migrations limit 1`
    : [];
  return applied.length > 0
    ? null
    : `Its table ${found.taken} is another system's; a database of its own is needed (docs/moving-from-the-tutorial.md).`;
}

/** No rights, a replica that only reads, no disk left: what an operator has to see to. */
const REFUSALS = ['42501', '25006', '53100'];

/** What Postgres itself says where it refused to change its tables; null for any other failure. */
export function whyRefused(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause)
    if ('code' in at && REFUSALS.includes(String(at.code))) return at.message;
  return null;
}
