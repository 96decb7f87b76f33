import { spawn } from 'node:child_process';
import { ROOT } from './environment.ts';

export type ProgramOptions = {
  leaving: AbortSignal;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** `show` lets it write to the terminal; `keep` gives what it wrote as the result. */
  output: 'show' | 'keep';
};

/**
 * Runs a program of the toolchain to its end. When the command has to go, the program's whole group
 * is asked to: turbo and vitest have children that would outlive them.
 */
export async function runProgram(
  name: string,
  args: string[],
  { leaving, cwd = ROOT, env = process.env, output }: ProgramOptions,
): Promise<{ succeeded: boolean; output: string }> {
  leaving.throwIfAborted();
  const child = spawn(name, args, {
    cwd,
    env,
    detached: true,
    stdio: [
      'ignore',
      ...(output === 'show' ? (['inherit', 'inherit'] as const) : (['pipe', 'pipe'] as const)),
    ],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const end = () => child.pid && process.kill(-child.pid, 'SIGTERM');
  leaving.addEventListener('abort', end, { once: true });
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    leaving.throwIfAborted();
    return { succeeded: code === 0, output: text };
  } finally {
    leaving.removeEventListener('abort', end);
  }
}
