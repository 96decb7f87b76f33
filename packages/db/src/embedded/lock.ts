import { DatabaseSync } from 'node:sqlite';

/** A lock that this process holds. Released by `release`, or by the kernel when the process ends. */
export type Lock = { release(): void };

/** SQLite's result code when another connection holds the file. */
const SQLITE_BUSY = 5;

/**
 * Takes the lock kept in `file`, or returns undefined when another process (or this one) has it.
 * An empty SQLite file is borrowed for it: its kernel lock ends with the process even after
 * kill -9, where a file with a process number in it goes stale. Throws when the file cannot be opened.
 */
export function tryLock(file: string): Lock | undefined {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return;
    throw error;
  }
  return { release: () => database.close() };
}
