import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const CHECK_MS = 500;

/**
 * Aborts when this command has to go: a signal, or one of the processes above it has ended (npm
 * killed with -9 passes nothing on). Signals that come again, as a terminal's Ctrl-C reaches every
 * process of the group, change nothing: the way out is bounded in time.
 */
export function lifetime(): AbortSignal {
  const leaving = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => leaving.abort(name));
  }
  const pairs = ancestors();
  if (pairs.length > 0) {
    const timer = setInterval(() => {
      if (pairs.every(isIntact)) return;
      clearInterval(timer);
      leaving.abort('its parent has ended');
    }, CHECK_MS);
    timer.unref();
  }
  return leaving.signal;
}

type Pair = { child: number; parent: number };

/** The pairs that boot.mjs hands down; an empty child is this process. */
function ancestors(): Pair[] {
  const given = process.env.EASEL_ANCESTORS;
  delete process.env.EASEL_ANCESTORS;
  return (given ?? '')
    .split(',')
    .filter(Boolean)
    .map((pair) => {
      const [child, parent] = pair.split(':').map(Number);
      return { child: child || process.pid, parent: parent ?? 0 };
    });
}

function isIntact({ child, parent }: Pair): boolean {
  return child === process.pid ? process.ppid === parent : parentOf(child) === parent;
}

function parentOf(pid: number): number | undefined {
  if (process.platform !== 'linux') {
    return Number(spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' }).stdout);
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces and brackets itself.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}
