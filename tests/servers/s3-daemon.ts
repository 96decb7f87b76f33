import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export type Daemon = { name: string; process: ChildProcess };

const STOP_MS = 15_000;

/** Starts one of Ceph's daemons as a child of this process, which it does not outlive. */
export function startDaemon(folder: string, name: string, args: string[]): Daemon {
  const command = [name, '-c', join(folder, 'ceph.conf'), ...args, '-f'];
  const process = spawn('setpriv', ['--pdeathsig', 'SIGTERM', '--', ...command], {
    cwd: folder,
    stdio: 'ignore',
  });
  return { name, process };
}

/** Asks daemons to stop, one after the other, and makes sure that they have gone. */
export async function stopDaemons(daemons: Daemon[]): Promise<void> {
  for (const { process } of daemons) {
    if (process.exitCode !== null || process.signalCode !== null) continue;
    const gone = once(process, 'exit');
    process.kill('SIGTERM');
    const timer = setTimeout(() => process.kill('SIGKILL'), STOP_MS);
    await gone;
    clearTimeout(timer);
  }
}

/** Resolves when the gateway answers anonymous requests; throws when a daemon has left before. */
export async function untilAnswering(
  folder: string,
  endpoint: string,
  daemons: Daemon[],
): Promise<void> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const gone = daemons.find(({ process }) => process.exitCode !== null);
    if (gone || Date.now() > deadline) {
      throw new Error(`${gone?.name ?? 'the S3 server'} did not start. ${await lastLines(folder)}`);
    }
    const answer = await fetch(endpoint).catch(() => undefined);
    if (answer?.ok) return;
    await wait(50);
  }
}

/** Ports of loopback that are free now. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port was given');
    return address.port;
  });
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

async function lastLines(folder: string): Promise<string> {
  const logs = ['client.admin', 'osd.0', 'mon.a'].map(async (name) => {
    const text = await readFile(join(folder, 'log', `${name}.log`), 'utf8').catch(() => '');
    return text.trimEnd().split('\n').slice(-5).join('\n');
  });
  return (await Promise.all(logs)).join('\n');
}
