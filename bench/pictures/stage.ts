import { backfill } from '@easel/api/housekeeping';
import { seed } from '@easel/api/seed';
import { seedGallery } from '@easel/api/seed-gallery';
import { derivatives, wallpapers } from '@easel/db';
import { eq } from 'drizzle-orm';
import { freePort, startSite } from '../../tests/servers/easel.ts';
import { openGround } from '../ground.ts';

/** A site with the 24 sample pictures, all their files made, and as many rows of them as are asked for. */
export async function openStage(gallery?: { wallpapers: number; users: number }) {
  const ground = await openGround();
  const { config, studio } = ground;
  await seed(config);
  await backfill(config, new AbortController().signal, () => {});
  if (gallery) await seedGallery(config, gallery);
  const originals = await studio.db
    .select({ id: wallpapers.id, key: wallpapers.originalKey, bytes: wallpapers.originalBytes })
    .from(wallpapers);
  const files = await studio.db
    .select({ key: derivatives.key, bytes: derivatives.bytes })
    .from(derivatives)
    .where(eq(derivatives.format, 'webp'));
  const site = await startSite({
    ...ground.env,
    PORT: String(await freePort()),
    LOG_LEVEL: 'info',
  });
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
      await ground.close();
    },
  };
}

export type Stage = Awaited<ReturnType<typeof openStage>>;
