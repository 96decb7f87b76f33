import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backfill } from '@easel/api/housekeeping';
import { migrateAll } from '@easel/api/migrate';
import { seed } from '@easel/api/seed';
import { seedGallery } from '@easel/api/seed-gallery';
import { openStudio, parseConfig } from '@easel/api/server';
import { derivatives, wallpapers } from '@easel/db';
import { startEmbedded } from '@easel/db/embedded';
import { eq } from 'drizzle-orm';
import { freePort, startSite } from '../../tests/servers/easel.ts';

/** A site with the 24 sample pictures, all their files made, and as many rows of them as are asked for. */
export async function openStage(gallery?: { wallpapers: number; users: number }) {
  const dataDir = await mkdtemp(join(tmpdir(), 'easel-bench-'));
  const postgres = await startEmbedded({ dataDir });
  const env = {
    PORT: String(await freePort()),
    DATABASE_URL: postgres.url,
    AUTH_SECRET: 'only-for-this-bench',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'info',
  };
  const config = parseConfig(env);
  await migrateAll(config);
  await seed(config);
  await backfill(config, new AbortController().signal, () => {});
  if (gallery) await seedGallery(config, gallery);
  const studio = openStudio({ ...config, logLevel: 'silent' });
  const originals = await studio.db
    .select({ id: wallpapers.id, key: wallpapers.originalKey, bytes: wallpapers.originalBytes })
    .from(wallpapers);
  const files = await studio.db
    .select({ key: derivatives.key, bytes: derivatives.bytes })
    .from(derivatives)
    .where(eq(derivatives.format, 'webp'));
  const site = await startSite(env);
  return {
    /** Where the objects are files. */
    root: config.storage.kind === 'files' ? config.storage.root : '',
    studio,
    originals,
    files,
    site,
    config,
    async close() {
      await site.stop();
      await studio.close();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type Stage = Awaited<ReturnType<typeof openStage>>;
