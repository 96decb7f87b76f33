import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What is wrong, as one sentence for the terminal. */
export class Refusal extends Error {}

/** The programs that run now, for the one who has to end them. */
export const children = new Set();

/** Runs a program quietly; what it wrote appears only when it fails. */
export async function run(program, args, { env, failure, cwd = root }) {
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).catch((error) => {
    throw error.code === 'ENOENT' ? new Refusal(`${failure}: ${program} was not found.`) : error;
  });
  children.delete(child);
  if (code === 0) return;
  if (/ENOSPC|no space left/i.test(output)) throw asRefusal({ code: 'ENOSPC' });
  const told = output.trim().split('\n').slice(-12).join('\n');
  throw new Refusal(`${failure} (${code === null ? 'it was killed' : `status ${code}`}):\n${told}`);
}

/** Prints what is being done, and how long it took. */
export async function step(name, work) {
  const from = Date.now();
  console.log(`  ${name} …`);
  await work();
  console.log(`✓ ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)`);
}

/** Waits for all of them even when one fails, so nothing goes on in the background. */
export async function all(works) {
  const failed = (await Promise.allSettled(works)).find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
}

/** The sentence for a failed file operation, where it is one of the usual causes. */
export function asRefusal(error) {
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new Refusal(
        `This user cannot write to ${error.path ?? root}: run it as the folder's owner, or in a copy of your own.`,
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return new Refusal(`There is no space left on the disk that holds ${root}: free 1.5 GB.`);
    default:
      return error;
  }
}

/** The text of a file, or undefined when it cannot be read. */
export function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
