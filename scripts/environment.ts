import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { Refusal } from './progress.ts';

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

/**
 * `.env`, `.env.local` and the process's own variables, the later ones winning. Tests set
 * EASEL_ENV_FILES=off, so that a developer's files change nothing in them.
 */
export function readEnvironment(folder = ROOT): NodeJS.ProcessEnv {
  if (process.env.EASEL_ENV_FILES === 'off') return { ...process.env };
  return {
    ...readFile(join(folder, '.env')),
    ...readFile(join(folder, '.env.local')),
    ...process.env,
  };
}

function readFile(file: string): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw new Refusal(`${file} cannot be read by this user.`);
  }
}
