import { importSources } from '@easel/db';
import { eq, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { digestOf, sourceIdOf } from './ids.ts';
import { type OlderPicture, pickPictures } from './older-rows.ts';
import type { Older } from './older-tables.ts';

export type Source = { id: string; isNew: boolean; since: Date };

/** Not of the address, which somebody may mend between two runs. */
const digest = (row: OlderPicture) =>
  digestOf(row.prompt ?? '', row.createdAt?.toISOString() ?? '');

/**
 * Which older system this is. One that was imported before is known by most of its oldest rows, by
 * whatever address it is reached now (a pooler's, a copy's), and by its name when none of them is
 * left. Writes a new one down when `keep`.
 */
export async function recognize({ db }: Studio, older: Older, keep: boolean): Promise<Source> {
  // A dry run may come before the tables have.
  const [table] = await db.execute(sql`select to_regclass('import_sources') as name`);
  const known = table?.name ? await db.select().from(importSources) : [];
  for (const source of known) {
    const rows = await pickPictures(
      older,
      source.sample.map(({ id }) => id),
    );
    const before = new Map(source.sample.map((row) => [row.id, row.digest]));
    const same = rows.filter((row) => before.get(String(row.id)) === digest(row)).length;
    const isSame = rows.length > 0 ? same * 2 > rows.length : source.name === older.name;
    if (isSame) return { id: source.id, isNew: false, since: source.createdAt };
  }
  const first = await pickPictures(older, 'first');
  const sample = first.map((row) => ({ id: String(row.id), digest: digest(row) }));
  const id = sourceIdOf(sample.length > 0 ? JSON.stringify(sample) : older.name);
  if (!keep) return { id, isNew: true, since: new Date() };
  await db.insert(importSources).values({ id, name: older.name, sample }).onConflictDoNothing();
  const [kept] = await db.select().from(importSources).where(eq(importSources.id, id));
  return { id, isNew: true, since: kept?.createdAt ?? new Date() };
}
