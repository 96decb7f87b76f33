/**
 * The whole product as it runs for people: `scripts/start.ts` with a web process and a worker, on a
 * database and a data folder of its own.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTestDatabase } from '@easel/db/testing';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PATIENCE_MS = 240_000;

export type Site = {
  /** `http://localhost:PORT` */
  url: string;
  port: number;
  /** Everything that its processes have printed. */
  output: () => string;
  stop: () => Promise<void>;
};

export type Easel = Site & { database: Awaited<ReturnType<typeof createTestDatabase>> };

/** A port that was free a moment ago, for what has to be known before anything listens. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('Not listening on a port.');
  return address.port;
}

/** Starts the product (and builds it, when a source has changed) on a database of its own. */
export async function startEasel(
  options: { env?: Record<string, string>; port?: number } = {},
): Promise<Easel> {
  const database = await createTestDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'easel-test-'));
  const putAway = async () => {
    await database.close();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const site = await startSite({
      PORT: String(options.port ?? (await freePort())),
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      AUTH_SECRET: 'a secret that only tests know',
      // It ends with this process, as it would with the npm that started it.
      EASEL_ANCESTORS: `:${process.pid}`,
      ...options.env,
    });
    const stop = async () => {
      await site.stop();
      await putAway();
    };
    return { ...site, database, stop };
  } catch (error) {
    await putAway();
    throw error;
  }
}

/** Runs `npm start`'s script, or that of a web process alone, in the given environment until it serves. */
export async function startSite(
  env: Record<string, string>,
  script: 'start' | 'web' = 'start',
): Promise<Site> {
  const child = spawn(process.execPath, [`scripts/${script}.ts`], {
    cwd: ROOT,
    env: { ...basics(), EASEL_ENV_FILES: 'off', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      output += data;
    });
  const stop = () => ended(child);
  try {
    await until(() => output.includes('Easel is running at'), child);
  } catch (error) {
    await stop();
    throw new Error(`Easel did not start:\n${output}`, { cause: error });
  }
  const port = Number(env.PORT);
  return { url: `http://localhost:${port}`, port, output: () => output, stop };
}

/** The caller's own settings must not reach the product under test. */
function basics(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'USER'];
  return Object.fromEntries(kept.flatMap((name) => [[name, process.env[name] ?? '']]));
}

async function until(condition: () => boolean, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (child.exitCode !== null) throw new Error(`It ended with status ${child.exitCode}.`);
    if (Date.now() > deadline) throw new Error('It took too long.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
