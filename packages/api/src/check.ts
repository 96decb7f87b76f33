/** Door "./check": what an operator runs on the counts by hand. */
import { openDb } from '@easel/db';
import type { Config } from './config.ts';
import { type Repair, recount } from './wallpaper/recount.ts';

/** Recounts what counters and like counts say in the configured database, and sets right what is wrong. */
export async function checkCounts(config: Config): Promise<Repair[]> {
  const { db, close } = openDb(config.database.directUrl, { max: 1, name: 'easel check' });
  try {
    return await recount(db);
  } finally {
    await close();
  }
}
