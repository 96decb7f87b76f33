import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ImportOptions } from '@easel/api/import';
import { migrateQueue } from '@easel/api/migrate';
import { openStudio, parseConfig } from '@easel/api/server';
import { createTestDatabase } from '@easel/db/testing';

const IMPORTER = fileURLToPath(new URL('./importer.ts', import.meta.url));

/** An empty installation on a database and a folder of its own, to import into. */
export async function openHome() {
  const database = await createTestDatabase({
    name: 'queue',
    prepare: (url) => migrateQueue(url, 300_000),
  });
  const folder = await mkdtemp(join(tmpdir(), 'easel-import-'));
  const env = {
    ...process.env,
    DATABASE_URL: database.url,
    AUTH_SECRET: 'only-for-this-test-run',
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
  };
  const config = parseConfig(env);
  const studio = openStudio(config);
  const { sql } = studio;
  return {
    config,
    studio,
    sql,
    /** An import in a process of its own, which has begun when this resolves. */
    async startImport(options: ImportOptions): Promise<ChildProcess> {
      const child = spawn(process.execPath, [IMPORTER, JSON.stringify(options)], {
        env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      if (child.stdout) await once(child.stdout, 'data');
      return child;
    },
    /** Everything that an import makes, but the moments at which it did. */
    async rows() {
      return {
        wallpapers: await sql`select * from wallpapers order by id`,
        derivatives: await sql`select * from derivatives order by 1, 2, 3`,
        counters: await sql`select * from counters order by 1`,
        users:
          await sql`select id, name, email, email_verified, image_source, created_at from users order by 1`,
        people: await sql`select * from import_people order by 2`,
        ledger: await sql`select * from import_pictures order by 2`,
        jobs: await sql`select distinct data->>'id' as id from pgboss.job where name = 'derive' order by 1`,
      };
    },
    async [Symbol.asyncDispose]() {
      await studio.close();
      await database.close();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
