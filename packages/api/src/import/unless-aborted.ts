import { DrizzleQueryError } from 'drizzle-orm';
import { ImportError } from './older-tables.ts';

/** Does the work; true when the signal cut it off. Throws `ImportError` where the database here failed. */
export async function unlessAborted(
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<boolean> {
  try {
    await work();
    return false;
  } catch (error) {
    if (signal.aborted) return true;
    const reason = whatDatabaseSaid(error);
    if (reason === null) throw error;
    throw new ImportError(`The database failed: ${reason}. Run the same again to go on.`);
  }
}

/** Null where it was not the database. */
function whatDatabaseSaid(error: unknown): string | null {
  // Its own message is the whole statement, with what people have written.
  if (error instanceof DrizzleQueryError) return error.cause?.message ?? 'it does not answer';
  // The driver's own, from where a transaction begins or ends: Postgres's words, or a lost connection.
  if (!(error instanceof Error && 'code' in error)) return null;
  const isLost = /^(CONNECT|ECONN|EHOST|ENOTFOUND|ETIMEDOUT|EPIPE)/.test(String(error.code));
  return isLost || error.name === 'PostgresError' ? error.message : null;
}
