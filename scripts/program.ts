import { spawn } from 'node:child_process';
import { ROOT } from './environment.ts';

export type ProgramOptions = {
  leaving: AbortSignal;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** `keep` gives what it wrote as the result; with `terminal` it may ask questions too. */
  output: 'show' | 'keep' | 'terminal';
};

/**
 * Runs the program in a group of its own and ends the whole group when our end of the pipe is gone,
 * as it is after kill -9: turbo and vitest have children that would go on.
 */
const GUARD = `exec 3<&0
{ read -r _ <&3; kill -TERM 0; } &
watch=$!
exec 3<&-
"$@" </dev/null
code=$?
kill $watch 2>/dev/null
exit $code`;

/** Runs a program to its end; when the command has to go, so has the program and all it started. */
export async function runProgram(
  name: string,
  args: string[],
  { leaving, cwd = ROOT, env = process.env, output }: ProgramOptions,
): Promise<{ succeeded: boolean; output: string }> {
  leaving.throwIfAborted();
  const written = output === 'keep' ? 'pipe' : 'inherit';
  const child =
    output === 'terminal'
      ? spawn(name, args, { cwd, env, stdio: 'inherit' })
      : spawn('/bin/sh', ['-c', GUARD, 'easel', name, ...args], {
          cwd,
          env,
          detached: true,
          stdio: ['pipe', written, written],
        });
  // The pipe breaks when the guard ends first; `exit` tells that already.
  child.stdin?.on('error', () => {});
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const end = () => (child.stdin ? child.stdin.end() : child.kill('SIGTERM'));
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
