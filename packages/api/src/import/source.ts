import { importSources } from '@easel/db';
import { eq, sql } from 'drizzle-orm';
import type { Studio } from '../compose.ts';
import { digestOf, sourceIdOf } from './ids.ts';
import { type OlderPicture, pickPictures } from './older-rows.ts';
import type { Older } from './older-tables.ts';

export type Source = { id: string; isNew: boolean; since: Date };

type Sample = (typeof importSources.$inferSelect)['sample'][number];

/** Not of the address, which somebody may mend between two runs. */
function sampleOf({ id, prompt, createdAt }: OlderPicture): Sample {
  const date = createdAt?.toISOString();
  return {
    ...{ id: String(id), digest: digestOf(prompt ?? '', date ?? '') },
    ...(prompt && { prompt: digestOf(prompt) }),
    ...(date && { date: digestOf(date) }),
  };
}

/** In the same place, half of it is enough: dates may have been given a zone, or prompts been mended. */
function isSameRow(before: Sample | undefined, now: Sample, isSamePlace: boolean): boolean {
  if (!before) return false;
  const half = [before.prompt === now.prompt && now.prompt, before.date === now.date && now.date];
  return before.digest === now.digest || (isSamePlace && half.some(Boolean));
}

/**
 * Which older system this is. One that was imported before is known by most of its oldest rows, by
 * whatever address it is reached now (a pooler's, a copy's), and by its name when none of them is
 * left, or most have changed in part. Writes a new one down when `keep`.
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
    const before = new Map(source.sample.map((row) => [row.id, row]));
    const isSamePlace = source.name === older.name;
    const same = rows.filter((row) =>
      isSameRow(before.get(String(row.id)), sampleOf(row), isSamePlace),
    ).length;
    const isSame = rows.length > 0 ? same * 2 > rows.length : isSamePlace;
    if (isSame) return { id: source.id, isNew: false, since: source.createdAt };
  }
  const first = await pickPictures(older, 'first');
  const sample = first.map(sampleOf);
  const rows = sample.map(({ id, digest }) => ({ id, digest }));
  const id = sourceIdOf(sample.length > 0 ? JSON.stringify(rows) : older.name);
  if (!keep) return { id, isNew: true, since: new Date() };
  await db.insert(importSources).values({ id, name: older.name, sample }).onConflictDoNothing();
  const [kept] = await db.select().from(importSources).where(eq(importSources.id, id));
  return { id, isNew: true, since: kept?.createdAt ?? new Date() };
}
