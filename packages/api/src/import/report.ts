import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { importPictures } from '@easel/db';
import { and, asc, eq, gt, isNotNull } from 'drizzle-orm';
import type { Run } from './wanted.ts';

const PAGE = 1000;

/**
 * Writes a file with every picture of this source that has not come, with the reason: one JSON object a
 * line, after one with the figures. Returns its path, or null when there is none.
 */
export async function writeReport(run: Run): Promise<string | null> {
  const missing = missingOf(run);
  const first = await missing.next();
  if (first.done) return null;
  const folder = join(run.studio.config.dataDir, 'imports');
  await mkdir(folder, { recursive: true });
  const moment = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const path = join(folder, `${moment}.jsonl`);
  async function* lines() {
    yield `${JSON.stringify({ source: run.older.name, ...run.tally.summary })}\n`;
    yield first.value;
    yield* missing;
  }
  await pipeline(Readable.from(lines()), createWriteStream(path));
  return path;
}

async function* missingOf({ studio, source }: Run): AsyncGenerator<string, undefined> {
  for (let after = -(2n ** 63n); ; ) {
    const page = await studio.db
      .select({
        id: importPictures.olderId,
        state: importPictures.state,
        reason: importPictures.reason,
        address: importPictures.address,
      })
      .from(importPictures)
      .where(
        and(
          eq(importPictures.sourceId, source.id),
          gt(importPictures.olderId, after),
          isNotNull(importPictures.reason),
        ),
      )
      .orderBy(asc(importPictures.olderId))
      .limit(PAGE);
    const last = page.at(-1);
    if (!last) return;
    after = last.id;
    yield page.map((row) => `${JSON.stringify({ ...row, id: String(row.id) })}\n`).join('');
  }
}
