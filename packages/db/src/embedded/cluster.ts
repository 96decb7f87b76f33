import { spawnSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Account, accountFor, canEnter } from './account.ts';
import { binariesFor, SHARED } from './binaries.ts';
import { asSentence, fromOutput } from './errors.ts';
import { makeFolder } from './folder.ts';

/** Where one embedded Postgres keeps everything, and who runs it. */
export type Cluster = {
  /** Holds `data`, `password`, `postgres.log` and the owner's lock. */
  home: string;
  data: string;
  log: string;
  account: Account;
  binaries: string;
};

/** The user and the database, both named in every address: without, drivers try the system user. */
export const NAME = 'easel';

/** Finds or makes the cluster's home under `dataDir`, without creating the database in it yet. */
export function openCluster(dataDir: string): Cluster {
  try {
    makeFolder(dataDir);
    const home = openHome(dataDir);
    const account = accountFor(home);
    const data = join(home, 'data');
    return { home, data, log: join(home, 'postgres.log'), account, binaries: binariesFor(account) };
  } catch (error) {
    throw asSentence(error, dataDir);
  }
}

/**
 * Root's Postgres runs as another user, who cannot enter a data folder below, say, /root (0700).
 * The home is then made in /var/lib/easel and a link in the data folder leads to it, under a random
 * name: a data folder that was deleted and made again must not find the old rows.
 */
function openHome(dataDir: string): string {
  const place = join(dataDir, 'postgres');
  if (existsSync(place)) return linked(place) ?? place;
  const account = accountFor(place);
  const home =
    !account || canEnter(dataDir, account) ? place : join(SHARED, `postgres-${randomUUID()}`);
  if (home !== place) mkdirSync(SHARED, { recursive: true, mode: 0o755 });
  mkdirSync(home, { mode: 0o700 });
  if (account) chownSync(home, account.uid, account.gid);
  if (home !== place) symlinkSync(home, place);
  return home;
}

function linked(place: string): string | undefined {
  try {
    return readlinkSync(place);
  } catch {
    return undefined;
  }
}

/**
 * Creates user and database on first use. They are made aside and moved into place, so a half-made
 * one is never mistaken for the real thing. `safe: false` skips fsync, for throw-away databases.
 */
export function initialise(cluster: Cluster, safe: boolean): void {
  const { home, data, account, binaries } = cluster;
  if (existsSync(data)) return;
  const partial = join(home, 'partial');
  const password = join(home, 'password');
  try {
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial, { mode: 0o700 });
    writeFileSync(password, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (account) {
      chownSync(partial, account.uid, account.gid);
      chownSync(password, account.uid, account.gid);
    }
    run(cluster, join(binaries, 'bin/initdb'), [
      `--pgdata=${partial}`,
      `--username=${NAME}`,
      `--pwfile=${password}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(safe ? [] : ['--no-sync']),
    ]);
    // Single-user mode needs neither a port nor a driver.
    run(
      cluster,
      join(binaries, 'bin/postgres'),
      ['--single', '-D', partial, ...(safe ? [] : ['-c', 'fsync=off']), 'postgres'],
      `create database ${NAME}\n`,
    );
    renameSync(partial, data);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw asSentence(error, home);
  }
}

export function readPassword({ home }: Cluster): string {
  try {
    return readFileSync(join(home, 'password'), 'utf8').trim();
  } catch (error) {
    throw asSentence(error, join(home, 'password'));
  }
}

/** The environment of Postgres's programs: nothing of ours, so no PGDATA or locale leaks in. */
export const PROGRAM_ENV = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

function run({ account, home, log }: Cluster, program: string, args: string[], input = ''): void {
  const { status, error, stderr, stdout } = spawnSync(program, args, {
    ...account,
    cwd: home,
    env: PROGRAM_ENV,
    input,
    encoding: 'utf8',
  });
  if (error) throw error;
  if (status !== 0) throw fromOutput(`${stdout}\n${stderr}`, home, log);
}
