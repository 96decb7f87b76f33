import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Cluster, initialise, NAME, openCluster, readPassword } from './cluster.ts';
import { asSentence, EmbeddedPostgresError } from './errors.ts';
import { type Lock, tryLock } from './lock.ts';
import {
  endGuarded,
  endOrphan,
  type Guarded,
  livePostmaster,
  spawnPostgres,
  untilReady,
} from './postmaster.ts';

export { asSentence, EmbeddedPostgresError } from './errors.ts';
export { makeFolder } from './folder.ts';
export { type Lock, tryLock } from './lock.ts';

export type EmbeddedOptions = {
  /** The folder that holds everything; Postgres's part is `postgres` in it. */
  dataDir: string;
  /** Told what happens, a sentence at a time. */
  log?: (sentence: string) => void;
  /** Told once when Postgres ended and could not be brought back. */
  onFailure?: (error: Error) => void;
  /** `true` for a database that is thrown away: no fsync, and more connections. */
  temporary?: boolean;
};

export type Embedded = {
  /** `postgres://easel:…@127.0.0.1:PORT/easel`, the same until `stop`, restarts included. */
  url: string;
  /** Ends Postgres when this process started it, and waits for it; otherwise leaves it running. */
  stop(): Promise<void>;
};

/** Restarts in a minute after which something is really wrong. */
const MOST_RESTARTS = 5;
const MINUTE_MS = 60_000;
/** How long leftovers of a killed Postgres may keep its memory or port. */
const LEFTOVERS_MS = 30_000;
const WATCH_MS = 500;

/**
 * Runs Postgres on `dataDir`, or joins the one that another process of ours runs there: the process
 * that holds the owner's lock starts and stops it, the others use it and take over when it ends.
 * Restarts it when it dies. Throws EmbeddedPostgresError, a sentence for the person, when it cannot.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const cluster = openCluster(resolve(options.dataDir));
  const log = options.log ?? (() => {});
  const restarts: number[] = [];
  let lock: Lock | undefined;
  let running: Guarded | undefined;
  let stopping = false;

  async function bringUp(fixedPort?: number): Promise<number> {
    while (!stopping) {
      lock ??= openLock(cluster);
      if (lock) {
        initialise(cluster, !options.temporary);
        await endOrphan(cluster);
        const started = await launch(cluster, fixedPort, options.temporary ?? false);
        running = started.guarded;
        void running.ended.then((how) => revive(started.port, how));
        return started.port;
      }
      const live = livePostmaster(cluster);
      if (live?.ready) {
        void watch(live.pid, live.port);
        return live.port;
      }
      await sleep(50);
    }
    throw new EmbeddedPostgresError('The embedded Postgres was stopped while it started.');
  }

  async function watch(pid: number, port: number): Promise<void> {
    while (livePostmaster(cluster)?.pid === pid) await sleep(WATCH_MS, undefined, { ref: false });
    await revive(port, 'with the process that ran it');
  }

  async function revive(port: number, how: string): Promise<void> {
    running = undefined;
    if (stopping) return;
    log(`Postgres ended (${how}); starting it again.`);
    try {
      const now = Date.now();
      restarts.push(now);
      if (restarts.filter((at) => now - at < MINUTE_MS).length > MOST_RESTARTS) {
        throw new EmbeddedPostgresError(
          `The embedded Postgres keeps ending: its log is ${cluster.log}.`,
        );
      }
      const found = await bringUp(port);
      if (found === port) log('Postgres is back.');
      else
        throw new EmbeddedPostgresError(
          `Postgres came back at another port, ${found}: start again.`,
        );
    } catch (error) {
      if (stopping) return;
      options.onFailure?.(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async function stop(): Promise<void> {
    stopping = true;
    if (running) await endGuarded(cluster, running);
    lock?.release();
    lock = undefined;
  }

  try {
    const port = await bringUp();
    const password = encodeURIComponent(readPassword(cluster));
    return { url: `postgres://${NAME}:${password}@127.0.0.1:${port}/${NAME}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A throw-away Postgres in a folder of its own, which `stop` removes: for tests and tools. */
export async function startTemporary(): Promise<Embedded> {
  const dataDir = mkdtempSync(join(tmpdir(), 'easel-postgres-'));
  // Root's Postgres runs as another user, who has to pass.
  chmodSync(dataDir, 0o711);
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  try {
    const { url, stop } = await startEmbedded({ dataDir, temporary: true });
    return { url, stop: () => stop().finally(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

function openLock(cluster: Cluster): Lock | undefined {
  try {
    return tryLock(join(cluster.home, 'owner.lock'));
  } catch {
    throw asSentence(Object.assign(new Error(), { code: 'EACCES' }), cluster.home);
  }
}

/** Starts Postgres, on the port it had last where that is free, so that addresses stay valid. */
async function launch(cluster: Cluster, fixedPort: number | undefined, temporary: boolean) {
  const memory = join(cluster.home, 'port');
  const deadline = Date.now() + LEFTOVERS_MS;
  for (;;) {
    const port = fixedPort ?? (await freePort(recall(memory)));
    const guarded = spawnPostgres(cluster, port, {
      listen_addresses: '127.0.0.1',
      // Their paths may be too long for the kernel, and nothing needs them.
      unix_socket_directories: '',
      ...(temporary ? { fsync: 'off', full_page_writes: 'off', max_connections: '300' } : {}),
    });
    try {
      await untilReady(cluster, guarded);
      writeFileSync(memory, String(port));
      return { guarded, port };
    } catch (error) {
      const passing = /shared memory block|Address already in use|another postmaster/;
      if (!passing.test(guarded.output()) || Date.now() > deadline) throw error;
      await sleep(200);
    }
  }
}

function recall(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    return 0;
  }
}

/** `wanted` when nothing listens there, else a free port of the kernel's choice. */
function freePort(wanted: number): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', (error) => (wanted === 0 ? fail(error) : done(freePort(0))));
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
