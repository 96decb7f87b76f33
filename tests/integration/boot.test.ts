import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../servers/easel.ts';
import { Visitor } from './visitor.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** A build may have to come first. */
const START_MS = 240_000;

let folder: string;
let dataDir: string;
let port: number;
const commands: ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'easel-boot-'));
  // The embedded Postgres of root runs as another user, who has to pass.
  chmodSync(folder, 0o711);
  dataDir = join(folder, 'data');
  port = await freePort();
});
afterAll(async () => {
  for (const command of commands) if (isRunning(command)) command.kill('SIGTERM');
  await untilGone();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

type Command = { child: ChildProcess; output: () => string; exit: Promise<number | null> };

/** `npm start`, as a person runs it, on this file's data and port. */
function npmStart(env: Record<string, string> = {}): Command {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'USER'].map((name) => [name, process.env[name]]);
  const child = spawn('npm', ['start'], {
    cwd: ROOT,
    env: {
      ...Object.fromEntries(kept),
      EASEL_ENV_FILES: 'off',
      DATA_DIR: dataDir,
      PORT: String(port),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  commands.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      text += data;
    });
  return { child, output: () => text, exit: once(child, 'close').then(([code]) => code) };
}

async function running(command: Command): Promise<Command> {
  await until(() => {
    if (!isRunning(command.child)) throw new Error(`Easel did not start:\n${command.output()}`);
    return command.output().includes('Easel is running at');
  }, START_MS);
  return command;
}

async function refused(env: Record<string, string>): Promise<string> {
  const command = npmStart(env);
  expect(await command.exit, command.output()).toBe(1);
  return command.output();
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

async function until(condition: () => boolean | Promise<boolean>, limit = 30_000): Promise<void> {
  const deadline = Date.now() + limit;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`It took too long. Left: ${left().join('\n')}`);
    await sleep(50);
  }
}

/** The command lines of all processes that were started for this file's data. */
function left(): string[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) return [];
    const words = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
    const named = words.includes(dataDir) || read(`/proc/${pid}/environ`).includes(dataDir);
    return named && words !== '' ? [`${pid} ${words}`] : [];
  });
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

const untilGone = () => until(() => left().length === 0);

/** The number of the one process whose command line has these words. */
function pidOf(words: string): number {
  const found = left().filter((line) => line.includes(words));
  expect(found, left().join('\n')).toHaveLength(1);
  return Number.parseInt(found[0] ?? '', 10);
}

const isReady = () =>
  fetch(`http://localhost:${port}/api/ready`, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

test('every problem of the environment is told at once, before anything is touched', async () => {
  const told = await refused({ PORT: 'abc', GENERATIONS_IN_FLIGHT: '0', AUTH_GITHUB_ID: 'only' });
  expect(told).toContain('The environment has');
  expect(told).toMatch(/PORT: must be a whole number/);
  expect(told).toMatch(/GENERATIONS_IN_FLIGHT: must be at least 1/);
  expect(left()).toEqual([]);
});

test('a data folder that cannot be used is one sentence', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  expect(await refused({ DATA_DIR: join(file, 'data') })).toMatch(/✗ .*DATA_DIR.*\n$/);
});

test('a port that is in use is one sentence, and no Postgres stays behind', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  try {
    expect(await refused({})).toContain(`Port ${port} is in use on 127.0.0.1`);
    expect(left()).toEqual([]);
  } finally {
    await new Promise((resolve) => other.close(resolve));
  }
});

test('a start, its end by every means, and the data through all of it', {
  timeout: 400_000,
}, async () => {
  const first = await running(npmStart());
  const ada = await new Visitor(`http://localhost:${port}`).signInLocally('Ada');
  const stillAda = async () => expect((await ada.api.user.me.query()).name).toBe('Ada');

  // Both names, and no other interface.
  for (const name of ['localhost', '127.0.0.1']) {
    expect((await fetch(`http://${name}:${port}/api/health`)).status, name).toBe(200);
  }
  const outside = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  for (const { address } of outside.filter(
    ({ internal, family }) => !internal && family === 'IPv4',
  )) {
    await expect(fetch(`http://${address}:${port}/api/health`)).rejects.toThrow();
  }

  // A second one on the same data.
  expect(await refused({ PORT: String(await freePort()) })).toContain('is already running on');
  await stillAda();

  // Crashes of each part.
  process.kill(pidOf('src/main.ts'), 'SIGKILL');
  process.kill(pidOf('serve.ts'), 'SIGKILL');
  await until(
    () => /web process ended/.test(first.output()) && /worker process ended/.test(first.output()),
  );
  await until(isReady);
  process.kill(
    Number(read(join(dataDir, 'postgres/data/postmaster.pid')).split('\n')[0]),
    'SIGKILL',
  );
  await until(() => first.output().includes('Postgres is back'));
  await until(isReady);
  await stillAda();

  // SIGTERM to npm: it waits until everything has gone.
  first.child.kill('SIGTERM');
  expect(await first.exit).toBe(0);
  expect(left()).toEqual([]);

  // The second start does nothing again. npm killed with -9 takes everything along.
  const second = await running(npmStart());
  expect(second.output()).not.toMatch(/install packages|build/);
  await stillAda();
  second.child.kill('SIGKILL');
  await untilGone();

  // So does the script, and nothing is lost.
  const third = await running(npmStart());
  process.kill(pidOf('scripts/start.ts'), 'SIGKILL');
  await third.exit;
  await untilGone();
  const fourth = await running(npmStart());
  await stillAda();
  fourth.child.kill('SIGINT');
  expect(await fourth.exit).toBe(0);
  expect(left()).toEqual([]);
});
