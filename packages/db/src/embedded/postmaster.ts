import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Cluster, PROGRAM_ENV } from './cluster.ts';
import { fromOutput } from './errors.ts';

/** A live postmaster of one data folder, as its own pid file tells. */
export type Postmaster = { pid: number; port: number; ready: boolean };

/** Postgres under a guard that ends it when this process is gone, kill -9 included. */
export type Guarded = { guard: ChildProcess; ended: Promise<string>; output(): string };

/**
 * The guard: a shell with a pipe from us as its input. When we are gone the pipe ends, and so does
 * Postgres, by its fast shutdown. A group of its own keeps the terminal's Ctrl-C away from it:
 * whoever started it says when.
 */
const GUARD = `exec 3<&0
"$@" 3<&- </dev/null &
postgres=$!
{ read -r _ <&3; kill -INT $postgres; } &
watch=$!
exec 3<&-
wait $postgres
code=$?
kill $watch 2>/dev/null
exit $code`;

const LOG_LIMIT = 10 * 1024 * 1024;
/** How long a shutdown may take before it is made to hurry. */
const PATIENCE_MS = 15_000;
/** Above every kernel's largest process number, so never alive. */
const NOBODYS_PID = 2_147_483_647;

export function spawnPostgres(
  cluster: Cluster,
  port: number,
  settings: Record<string, string>,
): Guarded {
  const { home, data, binaries, account, log } = cluster;
  const size = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT) renameSync(log, `${log}.1`);
  const from = size > LOG_LIMIT ? 0 : size;
  const file = openSync(log, 'a', 0o600);
  const guard = spawn(
    '/bin/sh',
    [
      '-c',
      GUARD,
      'easel-postgres',
      join(binaries, 'bin/postgres'),
      '-D',
      data,
      '-p',
      String(port),
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    {
      ...account,
      cwd: home,
      env: PROGRAM_ENV,
      detached: true,
      stdio: ['pipe', file, file],
    },
  );
  closeSync(file);
  // The pipe breaks when the guard ends first; `exit` tells that already.
  guard.stdin?.on('error', () => {});
  const ended = new Promise<string>((resolve) => {
    guard.once('error', (error) => resolve(error.message));
    guard.once('exit', (code, signal) => resolve(signal ?? `status ${code}`));
  });
  return {
    guard,
    ended,
    output: () => readFileSync(log).subarray(from).toString(),
  };
}

/** Waits until Postgres takes connections. Throws the reason when it ended instead. */
export async function untilReady(cluster: Cluster, { ended, output }: Guarded): Promise<void> {
  let over: string | undefined;
  void ended.then((how) => {
    over = how;
  });
  // No limit: replaying a long log after a crash may take minutes, and ends in one or the other.
  while (!livePostmaster(cluster)?.ready) {
    if (over !== undefined) throw fromOutput(output() || over, cluster.home, cluster.log);
    await sleep(15);
  }
}

/** The postmaster that runs on this data folder, if one does. A reused process number is not it. */
export function livePostmaster({ data }: Cluster): Postmaster | undefined {
  const lines = readLines(join(data, 'postmaster.pid'));
  const pid = Number(lines?.[0]);
  if (!lines || !isPostmaster(pid, data)) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/** Ends a postmaster that nobody guards any more, and waits until it is gone. */
export async function endOrphan(cluster: Cluster): Promise<void> {
  const orphan = livePostmaster(cluster);
  if (!orphan) return forgetReusedPid(cluster);
  await endPostmaster(orphan.pid);
}

/** Fast shutdown; after 15 s an immediate one, which costs a recovery but no data. */
export async function endGuarded(cluster: Cluster, { guard, ended }: Guarded): Promise<void> {
  guard.stdin?.end();
  const hurry = setTimeout(() => {
    const live = livePostmaster(cluster);
    if (live) signal(live.pid, 'SIGQUIT');
  }, PATIENCE_MS);
  await ended;
  clearTimeout(hurry);
  // A guard that was killed itself leaves Postgres behind.
  const left = livePostmaster(cluster);
  if (left) await endPostmaster(left.pid);
}

async function endPostmaster(pid: number): Promise<void> {
  const started = Date.now();
  signal(pid, 'SIGINT');
  while (isAlive(pid)) {
    await sleep(50);
    if (Date.now() - started > PATIENCE_MS) signal(pid, 'SIGQUIT');
  }
}

/**
 * After a reboot the number in the pid file may belong to another program, and Postgres would
 * refuse to start. The file itself stays: the memory segment in it is how Postgres finds backends
 * that outlived their postmaster.
 */
function forgetReusedPid({ data }: Cluster): void {
  const file = join(data, 'postmaster.pid');
  const lines = readLines(file);
  if (!lines || !isAlive(Number(lines[0]))) return;
  writeFileSync(file, [NOBODYS_PID, ...lines.slice(1)].join('\n'));
}

function isPostmaster(pid: number, data: string): boolean {
  if (!isAlive(pid)) return false;
  // A postmaster's working folder is its data folder.
  if (process.platform === 'linux') return linkTarget(`/proc/${pid}/cwd`) === realpathSync(data);
  return true;
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid < 2) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended in between, which is what was wanted.
  }
}

function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

function readLines(file: string): string[] | undefined {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return undefined;
  }
}
