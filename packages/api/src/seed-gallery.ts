/** Door "./seed-gallery": a gallery of any size, for those who try it out. */
import { derivatives, inBulk, openDb, users, wallpapers } from '@easel/db';
import { and, count, eq, gte, inArray, lt } from 'drizzle-orm';
import type { Config } from './config.ts';
import { copySampleGallery, type SamplePicture } from './sample-gallery.ts';
import { SAMPLE_PEOPLE } from './seed.ts';
import { recount } from './wallpaper/recount.ts';

/**
 * Fills the gallery up to so many sample wallpapers of so many people, in both languages, with the
 * pictures that `seed` has painted. Returns how many rows it added; run again it adds what is missing.
 */
export async function seedGallery(
  config: Config,
  size: { wallpapers: number; users: number },
): Promise<number> {
  const { db, sql, close } = openDb(config.database.directUrl, { max: 2, name: 'easel seed' });
  try {
    // Sample people have ids that no clock gives.
    const [row] = await db
      .select({ made: count() })
      .from(wallpapers)
      .where(
        and(
          gte(wallpapers.creatorId, '00000000-0000-7000-8000-000000000000'),
          lt(wallpapers.creatorId, '00000001-0000-7000-8000-000000000000'),
        ),
      );
    const from = row?.made ?? 0;
    if (from >= size.wallpapers) return 0;
    const connection = await sql.reserve();
    try {
      const rows = { from, to: size.wallpapers, users: size.users };
      const pictures = await paintedPictures(db);
      await inBulk(sql, () => copySampleGallery(connection, rows, pictures));
    } finally {
      connection.release();
    }
    await recount(db);
    return size.wallpapers - from;
  } finally {
    await close();
  }
}

/** The pictures of the sample people. */
async function paintedPictures(db: ReturnType<typeof openDb>['db']): Promise<SamplePicture[]> {
  const painted = await db
    .select()
    .from(wallpapers)
    .where(
      inArray(
        wallpapers.creatorId,
        db
          .select({ id: users.id })
          .from(users)
          .where(inArray(users.name, [...SAMPLE_PEOPLE])),
      ),
    )
    .orderBy(wallpapers.id);
  return Promise.all(
    painted.map(async (picture) => ({
      ...picture,
      files: await db
        .select()
        .from(derivatives)
        .where(eq(derivatives.wallpaperId, picture.id))
        .orderBy(derivatives.format, derivatives.width),
    })),
  );
}
