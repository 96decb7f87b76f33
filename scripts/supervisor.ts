import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Refusal, say } from './progress.ts';

/** A process of the site, and how it is started. */
export type Program = {
  name: string;
  script: string;
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** For one that says `prepared` and `ready`: when it may go from the one to the other. */
  mayServe?: Promise<void>;
};

export type Supervised = {
  name: string;
  /** Resolves when it first reported; rejects when it ended before that. */
  ready: Promise<void>;
  /** Asks it to end and starts it anew. */
  restart(): void;
  /** SIGTERM, and SIGKILL when the grace is over. */
  stop(): Promise<void>;
};

const PRELOADS = ['leave-with-parent.ts', 'quick-drizzle.ts'].flatMap((name) => [
  '--import',
  fileURLToPath(new URL(name, import.meta.url)),
]);
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** After this long a process counts as sound, and its next crash as the first. */
const SOUND_MS = 60_000;
const GRACE_MS = 25_000;

/**
 * Keeps a process running: starts it again when it ends, with growing pauses. One that ends before
 * it was ever ready is not tried again, as nothing would change.
 */
export function supervise(program: Program): Supervised {
  let child: ChildProcess;
  let stopping = false;
  let restarting = false;
  let pause = FIRST_PAUSE_MS;
  /** Ends the pause before the next start. */
  let wake = () => {};
  let wasReady = !program.mayServe;
  const ready = Promise.withResolvers<void>();
  // Whoever waits for it learns it; nobody has to.
  ready.promise.catch(() => {});
  if (wasReady) ready.resolve();

  function run(): ChildProcess {
    const startedAt = Date.now();
    const started = spawn(process.execPath, [...PRELOADS, program.script], {
      cwd: program.cwd,
      env: { ...program.env, EASEL_SUPERVISED: '1' },
      // A group of its own: Ctrl-C reaches the command, which says when each process ends.
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    started.on('message', (message) => {
      if (message === 'prepared') {
        program.mayServe?.then(
          () => started.connected && started.send('listen'),
          // Whoever made the promise ends this process too.
          () => {},
        );
      } else if (message === 'ready') {
        wasReady = true;
        ready.resolve();
      }
    });
    started.once('error', (error) => ready.reject(error));
    started.once('exit', (code, signal) => void ended(signal ?? `status ${code}`, startedAt));
    return started;
  }

  async function ended(how: string, startedAt: number): Promise<void> {
    if (stopping) return;
    if (restarting) {
      restarting = false;
      child = run();
      return;
    }
    if (!wasReady) {
      ready.reject(new Refusal(`The ${program.name} process could not start (${how}).`));
      return;
    }
    if (Date.now() - startedAt > SOUND_MS) pause = FIRST_PAUSE_MS;
    say(`The ${program.name} process ended (${how}); starting it again in ${pause / 1000} s.`);
    await new Promise<void>((resolve) => {
      wake = resolve;
      setTimeout(resolve, pause).unref();
    });
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    if (!stopping) child = run();
  }

  child = run();
  return {
    name: program.name,
    ready: ready.promise,
    restart() {
      if (!isRunning(child)) return wake();
      restarting = true;
      child.kill('SIGTERM');
    },
    async stop() {
      stopping = true;
      if (!isRunning(child)) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const last = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
      await gone;
      clearTimeout(last);
    },
  };
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
