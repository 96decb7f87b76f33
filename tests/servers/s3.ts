import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  ACCESS,
  createCluster,
  createDisk,
  createUser,
  moveMonitor,
  type Ports,
  REGION,
  writeAddresses,
} from './s3-ceph.ts';
import { type Daemon, freePorts, startDaemon, stopDaemons, untilAnswering } from './s3-daemon.ts';

export type S3Server = {
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  stop(): Promise<void>;
};

type StartOptions = {
  /** Where the set-up is kept. */
  cache?: string;
  /** False: a server of one's own, even in a run that shares one. */
  shared?: boolean;
};

/** The variable that names the broker to a run's processes. */
export const BROKER = 'EASEL_TEST_S3_BROKER';

const DEFAULT_CACHE = join(import.meta.dirname, '../../.toolchain/s3');
const RUN_PREFIX = 'easel-s3-';
const OWNER = 'owner.pid';
// Part of the folder's name: a change of the set-up must not meet an old one.
const REVISION = 1;
const MISSING =
  'The S3 tests need a server: install radosgw, ceph-mon and ceph-osd (Debian, as root), or name one in TEST_S3_ENDPOINT, TEST_S3_ACCESS_KEY and TEST_S3_SECRET_KEY.';

/**
 * Starts an S3 server on loopback: a Ceph gateway with one disk, set up once in `cache` and then
 * copied for each run, so that runs share nothing and start empty. `TEST_S3_*` name another
 * server, which is then used as it is.
 */
export async function startS3(options: StartOptions = {}): Promise<S3Server> {
  const { cache = DEFAULT_CACHE, shared = true } = options;
  const running = namedServer() ?? (shared ? await brokeredServer() : undefined);
  if (running) return running;
  await checkInstalled();
  const template = join(cache, `ceph-${REVISION}`);
  if (!(await exists(template))) await setUp(template);

  await sweepRuns();
  const folder = await mkdtemp(join(tmpdir(), RUN_PREFIX));
  const daemons: Daemon[] = [];
  const stop = async () => {
    await stopDaemons(daemons.toReversed());
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await writeFile(join(folder, OWNER), String(process.pid));
    await copySparse(template, folder);
    const ports = await choosePorts();
    await writeAddresses(folder, ports);
    await moveMonitor(folder);
    await startAll(folder, ports, daemons);
    return { endpoint: endpointOf(ports), region: REGION, ...ACCESS, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function namedServer(): S3Server | undefined {
  const { TEST_S3_ENDPOINT, TEST_S3_ACCESS_KEY, TEST_S3_SECRET_KEY, TEST_S3_REGION } = process.env;
  if (!TEST_S3_ENDPOINT) return undefined;
  if (!TEST_S3_ACCESS_KEY || !TEST_S3_SECRET_KEY) throw new Error(MISSING);
  return {
    endpoint: TEST_S3_ENDPOINT,
    region: TEST_S3_REGION ?? REGION,
    accessKeyId: TEST_S3_ACCESS_KEY,
    secretAccessKey: TEST_S3_SECRET_KEY,
    stop: async () => undefined,
  };
}

/** Removes the folders of runs that were killed. */
async function sweepRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(RUN_PREFIX)) continue;
    const folder = join(tmpdir(), name);
    const owner = Number(await readFile(join(folder, OWNER), 'utf8').catch(() => '0'));
    if (owner > 0 && !isAlive(owner)) await rm(folder, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The server that a whole test run shares; see s3-global-setup.ts. */
async function brokeredServer(): Promise<S3Server | undefined> {
  const broker = process.env[BROKER];
  if (!broker) return undefined;
  const answer = await fetch(broker);
  if (!answer.ok) throw new Error(await answer.text());
  const server: Omit<S3Server, 'stop'> = JSON.parse(await answer.text());
  return { ...server, stop: async () => undefined };
}

async function checkInstalled(): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error(MISSING);
  for (const name of ['ceph-mon', 'ceph-osd', 'radosgw', 'ceph', 'setpriv']) {
    await promisify(execFile)(name, ['--version']).catch((cause: unknown) => {
      throw new Error(MISSING, { cause });
    });
  }
}

/** Builds a cluster that has run once, so that its pools exist, and puts it in place whole. */
async function setUp(template: string): Promise<void> {
  await mkdir(dirname(template), { recursive: true });
  const folder = await mkdtemp(`${template}-`);
  const daemons: Daemon[] = [];
  try {
    const ports = await choosePorts();
    await createCluster(folder, ports);
    daemons.push(startDaemon(folder, 'ceph-mon', ['-i', 'a']));
    await createDisk(folder);
    daemons.push(startDaemon(folder, 'ceph-osd', ['-i', '0']));
    await createUser(folder);
    daemons.push(startDaemon(folder, 'radosgw', ['-n', 'client.admin']));
    await untilAnswering(folder, endpointOf(ports), daemons);
    await stopDaemons(daemons.toReversed());
    await rename(folder, template).catch(async (error: unknown) => {
      // Another run was quicker.
      if (!(await exists(template))) throw error;
      await rm(folder, { recursive: true });
    });
  } catch (error) {
    await stopDaemons(daemons.toReversed());
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function startAll(folder: string, ports: Ports, daemons: Daemon[]): Promise<void> {
  daemons.push(startDaemon(folder, 'ceph-mon', ['-i', 'a']));
  daemons.push(startDaemon(folder, 'ceph-osd', ['-i', '0']));
  daemons.push(startDaemon(folder, 'radosgw', ['-n', 'client.admin']));
  await untilAnswering(folder, endpointOf(ports), daemons);
}

async function choosePorts(): Promise<Ports> {
  const [monitor = 0, monitorV1 = 0, http = 0] = await freePorts(3);
  return { monitor, monitorV1, http };
}

function endpointOf({ http }: Ports): string {
  return `http://127.0.0.1:${http}`;
}

/** The disk is a large file with little in it; node's own copy would write out the holes. */
async function copySparse(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', '--sparse=always', `${from}/.`, to]);
}

if (import.meta.main) {
  const { stop, ...server } = await startS3({ cache: process.argv[2], shared: false });
  console.log(JSON.stringify(server));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void stop().then(() => process.exit(0)));
  }
  // Nothing else may keep the process alive when the server is another one.
  setInterval(() => undefined, 60_000);
}
