import type { ImageService } from '@easel/ai';
import { type ModelInfo, offeredModels } from '@easel/ai/catalog';
import { type Db, openDb, type Sql } from '@easel/db';
import { openStore, type Store } from '@easel/storage';
import type { Config } from './config.ts';
import { type Changes, openChanges } from './generation/changes.ts';
import { openQueue, type Queue } from './generation/queue.ts';
import { type Log, openLog } from './log.ts';
import { type DownloadCache, openDownloadCache } from './wallpaper/download-cache.ts';

/** Everything a verb may use, opened once a process. */
export type Studio = {
  config: Config;
  log: Log;
  db: Db;
  sql: Sql;
  store: Store;
  /** Finished downloads on this machine's disk. */
  downloads: DownloadCache;
  queue: Queue;
  models: readonly ModelInfo[];
  /** Announces generations that changed, in whichever process. */
  changes: Changes;
  close(): Promise<void>;
};

/** What a worker has besides: the means to paint. */
export type Workshop = Studio & { service: ImageService };

/** Parts a test may bring instead of the configured ones. */
export type Overrides = Partial<Pick<Studio, 'log' | 'store' | 'queue'>>;

/**
 * Opens what the configuration names. Nothing connects before it is first used. `name` is what logs and
 * Postgres call this process.
 */
export function openStudio(
  config: Config,
  { name = 'web', ...overrides }: Overrides & { name?: string } = {},
): Studio {
  const log = overrides.log ?? openLog(config, name);
  const { db, sql, close } = openDb(config.database.url, { name: `easel ${name}` });
  const queue = overrides.queue ?? openQueue(config.database.directUrl, log);
  const changes = openChanges(config.database.directUrl, sql, log);
  const downloads = openDownloadCache(config.downloadCache, db, log);
  return {
    config,
    log,
    db,
    sql,
    store: overrides.store ?? openStore(config.storage),
    downloads,
    queue,
    models: offeredModels(config.ai),
    changes,
    async close() {
      downloads.close();
      await changes.close();
      await queue.close();
      await close();
    },
  };
}
