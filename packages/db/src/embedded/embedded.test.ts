import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { afterEach, expect, test } from 'vitest';
import { fromOutput } from './errors.ts';
import { type Embedded, startEmbedded } from './index.ts';

const folders: string[] = [];
const running: Embedded[] = [];
const programs: ChildProcess[] = [];

afterEach(async () => {
  for (const program of programs.splice(0)) await kill(program);
  for (const each of running.splice(0)) await each.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'easel-embedded-'));
  // Root's Postgres runs as another user, who has to pass.
  chmodSync(made, 0o711);
  folders.push(made);
  return made;
}

/** Without fsync, which makes a difference to a machine that loses power, not to kill -9. */
async function start(dataDir: string): Promise<Embedded> {
  const embedded = await startEmbedded({ dataDir, temporary: true });
  running.push(embedded);
  return embedded;
}

/** Another process that runs Postgres on the folder until it is told to end, or killed. */
async function startElsewhere(dataDir: string) {
  const code = `
    const { startEmbedded } = await import(${JSON.stringify(new URL('index.ts', import.meta.url).href)});
    const embedded = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)}, temporary: true });
    process.on('SIGTERM', () => embedded.stop().then(() => process.exit(0)));
    process.send(embedded.url);
    setInterval(() => {}, 1000);`;
  const program = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  programs.push(program);
  const [url] = await once(program, 'message');
  return { program, url: String(url) };
}

async function kill(program: ChildProcess, signal: NodeJS.Signals = 'SIGKILL') {
  if (program.exitCode !== null || program.signalCode !== null) return;
  const gone = once(program, 'exit');
  program.kill(signal);
  await gone;
}

async function query(url: string, text: string) {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await sql.unsafe(text);
  } finally {
    await sql.end();
  }
}

/** Asks until the database answers: it may be on its way back. */
async function queryPatiently(url: string, text: string) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await query(url, text);
    } catch (error) {
      if (attempt > 200) throw error;
      await sleep(50);
    }
  }
}

function postmasterPid(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);
}

async function untilGone(pid: number) {
  for (let attempt = 0; attempt < 200; attempt++) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await sleep(50);
  }
  throw new Error(`Process ${pid} is still there.`);
}

test('what was written is there after a stop and a start, at the same address', async () => {
  const dataDir = folder();
  const first = await startEmbedded({ dataDir });
  await query(first.url, `create table kept as select '山水' as word`);
  await first.stop();
  const second = await start(dataDir);
  expect(second.url).toBe(first.url);
  expect(await query(second.url, 'select word from kept')).toEqual([{ word: '山水' }]);
  expect(await query(second.url, 'select upper(word) as u from kept')).toHaveLength(1);
});

test('only the kept password opens it, and only its owner can read the password', async () => {
  const dataDir = folder();
  const { url } = await start(dataDir);
  const wrong = new URL(url);
  wrong.password = 'guess';
  await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
  expect(statSync(join(dataDir, 'postgres/password')).mode & 0o777).toBe(0o600);
  const hosts = await query(url, 'show listen_addresses');
  expect(hosts).toEqual([{ listen_addresses: '127.0.0.1' }]);
});

test('processes that start at once on an empty folder share one Postgres', async () => {
  const dataDir = folder();
  const urls = await Promise.all([1, 2, 3].map(() => startElsewhere(dataDir)));
  expect(new Set(urls.map(({ url }) => url)).size).toBe(1);
});

test('a process that joined leaves it running, and takes over when the one that started it ends', async () => {
  const dataDir = folder();
  const owner = await startElsewhere(dataDir);
  const passing = await startEmbedded({ dataDir, temporary: true });
  await passing.stop();
  await query(owner.url, 'create table kept as select 1 as n');
  const joined = await start(dataDir);
  await kill(owner.program, 'SIGTERM');
  expect(await queryPatiently(joined.url, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('it comes back at the same address after a kill -9, with every committed row', async () => {
  const dataDir = folder();
  const { url } = await start(dataDir);
  await query(url, 'create table kept as select 1 as n');
  const pid = postmasterPid(dataDir);
  process.kill(pid, 'SIGKILL');
  await untilGone(pid);
  expect(await queryPatiently(url, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('it leaves when the process that started it is killed with -9, and the next start finds all', async () => {
  const dataDir = folder();
  const { program, url } = await startElsewhere(dataDir);
  await query(url, 'create table kept as select 1 as n');
  const pid = postmasterPid(dataDir);
  await kill(program);
  const next = await start(dataDir);
  await untilGone(pid);
  expect(await query(next.url, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('a Postgres left over with its guard killed is ended by the next start', async () => {
  const dataDir = folder();
  const { program, url } = await startElsewhere(dataDir);
  await query(url, 'create table kept as select 1 as n');
  const pid = postmasterPid(dataDir);
  const [, , guard] = readFileSync(`/proc/${pid}/stat`, 'utf8').match(/\) (\S) (\d+)/) ?? [];
  // The watching half goes first: it would end Postgres as soon as its pipe breaks.
  const watch = readFileSync(`/proc/${guard}/task/${guard}/children`, 'utf8').trim().split(' ');
  for (const child of watch) if (Number(child) !== pid) process.kill(Number(child), 'SIGKILL');
  process.kill(program.pid ?? 0, 'SIGSTOP');
  process.kill(Number(guard), 'SIGKILL');
  await kill(program);
  expect(() => process.kill(pid, 0)).not.toThrow();
  const next = await start(dataDir);
  await untilGone(pid);
  expect(await query(next.url, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('a process number that was given to another program keeps nobody from starting', async () => {
  const dataDir = folder();
  const { url, stop } = await start(dataDir);
  await query(url, 'create table kept as select 1 as n');
  const file = join(dataDir, 'postgres/data/postmaster.pid');
  const lines = readFileSync(file, 'utf8').split('\n');
  await stop();
  writeFileSync(file, [process.pid, ...lines.slice(1)].join('\n'));
  const next = await start(dataDir);
  expect(await query(next.url, 'select n from kept')).toEqual([{ n: 1 }]);
});

test('a folder that cannot be used is refused in one sentence', async () => {
  const dataDir = join(folder(), 'data');
  writeFileSync(dataDir, '');
  await expect(start(dataDir)).rejects.toThrow(
    `${dataDir} cannot be made a folder: remove what is in the way, or set DATA_DIR to another one.`,
  );
  await expect(start('/proc/easel')).rejects.toThrow(/DATA_DIR/);
});

test('data below a folder that its user cannot enter is kept elsewhere, with a link to it', async () => {
  const closed = folder();
  chmodSync(closed, 0o700);
  const dataDir = join(closed, 'data');
  const first = await start(dataDir);
  await query(first.url, 'create table kept as select 1 as n');
  await first.stop();
  const second = await start(dataDir);
  expect(await query(second.url, 'select n from kept')).toEqual([{ n: 1 }]);
  await second.stop();
  if (process.getuid?.() === 0) {
    const home = readlinkSync(join(dataDir, 'postgres'));
    folders.push(home);
    expect(home).toMatch(/^\/var\/lib\/easel\/postgres-/);
  } else {
    expect(existsSync(join(dataDir, 'postgres/data'))).toBe(true);
  }
});

test('root runs it as the owner of the data', async () => {
  const dataDir = folder();
  const root = process.getuid?.() === 0;
  if (root) {
    mkdirSync(join(dataDir, 'postgres'), { mode: 0o700 });
    chownSync(join(dataDir, 'postgres'), 1, 1);
  }
  await start(dataDir);
  const owner = statSync(`/proc/${postmasterPid(dataDir)}`).uid;
  expect(owner).toBe(root ? 1 : process.getuid?.());
});

test('the usual reasons in its log become sentences that name the remedy', () => {
  const told = (output: string) => fromOutput(output, '/data', '/data/log').message;
  expect(told('FATAL: could not write: No space left on device')).toMatch(
    /no space left.*DATA_DIR/,
  );
  expect(told('PANIC: could not open: Read-only file system')).toMatch(/read-only.*DATA_DIR/);
  expect(
    told(
      'FATAL:  database files are incompatible with server\nDETAIL:  The data directory was initialized by PostgreSQL version 17, which is not compatible with this version 18.4.',
    ),
  ).toMatch(/version 17.*DATABASE_URL/);
  expect(told('2026 UTC [1] FATAL:  out of luck')).toBe(
    'The embedded Postgres did not start: out of luck (more in /data/log).',
  );
});
