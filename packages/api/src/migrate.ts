/** Door "./migrate": brings a database up to date. */
import { migrate } from '@easel/db/migrate';
import type { Config } from './config.ts';
import { migrateQueue } from './generation/queue.ts';

export { migrateQueue } from './generation/queue.ts';

/** Brings the tables and the queue's tables up to date. Any number of processes may. */
export async function migrateAll(config: Config): Promise<void> {
  await migrate(config.database.directUrl);
  await migrateQueue(config.database.directUrl, config.ai.timeoutMs);
}
