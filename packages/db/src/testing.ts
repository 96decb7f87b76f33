import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import postgres from 'postgres';
import { openDb } from './client.ts';
import { migrate } from './migrate.ts';

const MIGRATIONS = new URL('../migrations/', import.meta.url);

/** The template is named after the migrations, so an old one is never cloned. */
function templateName(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(MIGRATIONS)
    .filter((file) => file.endsWith('.sql'))
    .sort())
    hash.update(readFileSync(new URL(name, MIGRATIONS)));
  return `easel_template_${hash.digest('hex').slice(0, 12)}`;
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** What a test's database holds besides the tables: a name for it, and how to make it once. */
export type Extra = { name: string; prepare: (url: string) => Promise<void> };

/**
 * Makes an empty, migrated database of the caller's own on the server that `TEST_DATABASE_URL`
 * names, in about 50 ms. `drop()` removes it, whoever is still connected.
 */
export async function createTestDatabase(extra?: Extra, server = process.env.TEST_DATABASE_URL) {
  if (!server)
    throw new Error('TEST_DATABASE_URL names no server: run the tests with vitest at the root.');
  const admin = postgres(withDatabase(server, 'postgres'), { max: 1, onnotice: () => {} });
  const template = extra ? `${templateName()}_${extra.name}` : templateName();
  const name = `easel_test_${randomBytes(6).toString('hex')}`;
  try {
    await admin`select pg_advisory_lock(hashtext(${template}))`;
    const found = await admin`select 1 from pg_database where datname = ${template}`;
    if (found.length === 0) {
      const draft = `${template}_draft`;
      await admin.unsafe(`drop database if exists ${draft} with (force)`);
      await admin.unsafe(`create database ${draft}`);
      await migrate(withDatabase(server, draft));
      await extra?.prepare(withDatabase(server, draft));
      await admin.unsafe(`alter database ${draft} rename to ${template}`);
    }
    await admin.unsafe(`create database ${name} template ${template}`);
  } finally {
    await admin.end();
  }
  const url = withDatabase(server, name);
  return {
    url,
    ...openDb(url),
    async drop() {
      const last = postgres(withDatabase(server, 'postgres'), { max: 1, onnotice: () => {} });
      await last.unsafe(`drop database if exists ${name} with (force)`);
      await last.end();
    },
  };
}
