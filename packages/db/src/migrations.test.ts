import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api';
import postgres from 'postgres';
import { expect, test } from 'vitest';
import { inBulk } from './bulk.ts';
import { migrate } from './migrate.ts';
import * as schema from './schema/index.ts';
import { createTestDatabase } from './testing.ts';

const FOLDER = fileURLToPath(new URL('../migrations', import.meta.url));

async function journal(): Promise<{ entries: { tag: string }[] }> {
  return JSON.parse(await readFile(join(FOLDER, 'meta/_journal.json'), 'utf8'));
}

test('the migrations make exactly what the schema says', async () => {
  const snapshots = (await readdir(join(FOLDER, 'meta')))
    .filter((file) => file.endsWith('_snapshot.json'))
    .sort();
  const last = JSON.parse(await readFile(join(FOLDER, 'meta', snapshots.at(-1) ?? ''), 'utf8'));
  const now = generateDrizzleJson(schema, last.id);
  expect(await generateMigration(last, now), 'run pnpm db:generate').toEqual([]);
});

/** Rows as an older version of the product would have left them. */
async function fill(sql: postgres.Sql): Promise<void> {
  const [table] = await sql`select to_regclass('wallpapers') as name`;
  if (!table?.name) return;
  await sql`insert into users (id, name) values ('0198c5b2-7d3a-7000-8000-000000000001', 'Ada') on conflict do nothing`;
  await sql`insert into generations (id, user_id, prompt, model, width, height, visibility, request_id)
    values ('0198c5b2-7d3a-7000-8000-000000000002', '0198c5b2-7d3a-7000-8000-000000000001', 'a lake', 'painter', 640, 400, 'public', 'r') on conflict do nothing`;
  await sql`insert into wallpapers (id, creator_id, prompt, model, params, width, height, visibility, original_key, original_bytes, original_type, thumbhash, color, palette, score)
    values ('0198c5b2-7d3a-7000-8000-000000000002', '0198c5b2-7d3a-7000-8000-000000000001', 'a lake 湖', 'painter', '{}', 640, 400, 'public', 'private/x/y.png', 1, 'image/png', '', '#aabbcc', '{blue}', 1) on conflict do nothing`;
}

test('every migration applies on the one before with data in it, and none of the data is lost', async () => {
  const { entries, ...rest } = await journal();
  const database = await createTestDatabase();
  const sql = postgres(database.url, { max: 1, onnotice: () => {} });
  const folder = await mkdtemp(join(tmpdir(), 'easel-migrations-'));
  try {
    await sql`drop schema public cascade`;
    await sql`drop schema drizzle cascade`;
    await sql`create schema public`;
    await cp(FOLDER, folder, { recursive: true });
    for (let count = 1; count <= entries.length; count += 1) {
      const cut = JSON.stringify({ ...rest, entries: entries.slice(0, count) });
      await writeFile(join(folder, 'meta/_journal.json'), cut);
      await migrate(database.url, folder);
      await fill(sql);
    }
    expect(await sql`select prompt, tokens, orientation from wallpapers`).toEqual([
      { prompt: 'a lake 湖', tokens: ['a', 'lake', '湖'], orientation: 'landscape' },
    ]);
    expect(await sql`select status, version from generations`).toEqual([
      { status: 'queued', version: 1 },
    ]);
  } finally {
    await sql.end();
    await database.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }
});

test('ten processes that migrate at once leave one set of tables', async () => {
  const database = await createTestDatabase();
  try {
    await database.sql`drop schema public cascade`;
    await database.sql`drop schema drizzle cascade`;
    await database.sql`create schema public`;
    await Promise.all(Array.from({ length: 10 }, () => migrate(database.url)));
    const { entries } = await journal();
    expect(await database.sql`select 1 from drizzle.__drizzle_migrations`).toHaveLength(
      entries.length,
    );
  } finally {
    await database.close();
    await database.drop();
  }
});

test('the search cuts words of every script, whatever the case, and no token is too long for its index', async () => {
  const database = await createTestDatabase();
  try {
    const cut = async (text: string) =>
      (await database.sql`select search_tokens(${text}) as tokens`)[0]?.tokens;
    expect(await cut('A MISTY lake, a lake!')).toEqual(['a', 'lake', 'misty']);
    expect(await cut('雪山 与湖')).toEqual(['与', '与湖', '山', '湖', '雪', '雪山']);
    expect(await cut('ｆｕｌｌ　ｗｉｄｔｈ')).toEqual(['full', 'width']);
    expect(await cut('Öl über Wasser')).toEqual(['wasser', 'öl', 'über'].sort());
    expect(await cut("'; drop table users; --")).toEqual(['drop', 'table', 'users']);
    expect(await cut('')).toEqual([]);
    expect((await cut('x'.repeat(5000)))[0]).toHaveLength(64);
  } finally {
    await database.close();
    await database.drop();
  }
});

test('letters outside ASCII have a lower case in a database that knows none itself', async () => {
  const server = await createTestDatabase();
  const name = `easel_test_c_${randomBytes(4).toString('hex')}`;
  try {
    await server.sql.unsafe(
      `create database ${name} template template0 encoding 'UTF8' locale_provider libc lc_ctype 'C' lc_collate 'C'`,
    );
    const url = new URL(server.url);
    url.pathname = `/${name}`;
    await migrate(url.href);
    const sql = postgres(url.href, { max: 1, onnotice: () => {} });
    const [row] = await sql`select search_tokens('Öl ÜBER Москва') as tokens, lower('Ö') as plain`;
    await sql.end();
    expect(row).toEqual({ tokens: ['öl', 'über', 'москва'], plain: 'Ö' });
  } finally {
    await server.sql.unsafe(`drop database if exists ${name} with (force)`);
    await server.close();
    await server.drop();
  }
});

test('the search index takes rows in batches while many come, and one by one again afterwards', async () => {
  const database = await createTestDatabase();
  const { sql } = database;
  const options = async () => {
    const [row] = await sql`select reloptions from pg_class where relname = 'wallpapers_terms'`;
    return row?.reloptions;
  };
  try {
    const failing = inBulk(sql, async () => {
      expect(await options()).toEqual(['fastupdate=on']);
      await fill(sql);
      throw new Error('cut off');
    });
    await expect(failing).rejects.toThrow('cut off');
    expect(await options()).toEqual(['fastupdate=off']);
    // What a process that died has left is put right by the next start.
    await sql`alter index wallpapers_terms set (fastupdate = on)`;
    await migrate(database.url);
    expect(await options()).toEqual(['fastupdate=off']);
  } finally {
    await database.close();
    await database.drop();
  }
});
