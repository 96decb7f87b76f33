/** Debian's Postgres 15 and its pgbouncer, each as a process of the test's own on loopback. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { freePort } from './easel.ts';

const BIN = '/usr/lib/postgresql/15/bin';
/** Neither program runs as root; this is `nobody`. */
const NOBODY = 65534;
const account = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

function ownFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `easel-${name}-`));
  if ('uid' in account) chownSync(folder, NOBODY, NOBODY);
  return folder;
}

async function untilAnswers(url: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    const sql = postgres(url, { max: 1, connect_timeout: 2, onnotice: () => {} });
    try {
      await sql`select 1`;
      return;
    } catch (error) {
      if (tries === 100) throw error;
      await pause(100);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
}

function run(program: string, args: string[], folder: string) {
  const child = spawn(program, args, { ...account, cwd: folder, stdio: 'ignore' });
  return async () => {
    child.kill('SIGINT');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  };
}

/** Starts an empty Postgres 15, with a certificate of its own. Its `postgres` user needs no password. */
export async function startPostgres15(): Promise<{
  url: string;
  port: number;
  stop(): Promise<void>;
}> {
  const folder = ownFolder('postgres15');
  const data = join(folder, 'data');
  const made = spawnSync(
    `${BIN}/initdb`,
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...account, cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb of Postgres 15 failed: ${made.stderr}`);
  // Postgres of Debian comes with openssl.
  const words =
    'req -x509 -newkey rsa:2048 -nodes -subj /CN=walls -keyout server.key -out server.crt';
  const signed = spawnSync('openssl', words.split(' '), {
    ...account,
    cwd: data,
    encoding: 'utf8',
  });
  if (signed.status !== 0) throw new Error(`No certificate was made: ${signed.stderr}`);
  const port = await freePort();
  const stop = run(
    `${BIN}/postgres`,
    [
      '-D',
      data,
      '-p',
      String(port),
      '-k',
      folder,
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'fsync=off',
      '-c',
      'ssl=on',
    ],
    folder,
  );
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await untilAnswers(url);
  return { url, port, stop };
}

/** Starts a pgbouncer in transaction mode before the Postgres on that port. */
export async function startPgbouncer(
  postgresPort: number,
): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = ownFolder('pgbouncer');
  const port = await freePort();
  const settings = join(folder, 'pgbouncer.ini');
  writeFileSync(
    settings,
    `[databases]
* = host=127.0.0.1 port=${postgresPort} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 4
ignore_startup_parameters = extra_float_digits
`,
  );
  const stop = run('/usr/sbin/pgbouncer', [settings], folder);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await untilAnswers(url);
  return { url, stop };
}
