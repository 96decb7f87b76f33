import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateAll } from '@easel/api/migrate';
import { openStudio, parseConfig } from '@easel/api/server';
import { startEmbedded } from '@easel/db/embedded';

/** What a bench stands on: a Postgres with our tables and a data folder, both of the run's own. */
export async function openGround(settings: Record<string, string> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'easel-bench-'));
  const postgres = await startEmbedded({ dataDir });
  const env = {
    DATABASE_URL: postgres.url,
    AUTH_SECRET: 'only-for-this-bench',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    ...settings,
  };
  const config = parseConfig(env);
  await migrateAll(config);
  const studio = openStudio(config);
  return {
    env,
    config,
    studio,
    async close() {
      await studio.close();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
