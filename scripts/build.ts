import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tryLock } from '@easel/db/embedded';
import { ROOT } from './environment.ts';
import { runProgram } from './program.ts';
import { Refusal, say, step } from './progress.ts';

/** The build loads every page to read its settings. */
const QUICK_DRIZZLE = new URL('quick-drizzle.ts', import.meta.url).href;
/** Inside the build's own output, so that removing the one removes the other. */
const STAMP = join(ROOT, 'apps/web/.next/easel-build');
/** What a page is made from. The files beside them at the root are listed by name. */
const SOURCES = ['apps/web', 'packages'];
const ROOT_FILES = [
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'package.json',
  'turbo.json',
  'tsconfig.base.json',
];
/** Made by builds, or no part of them. */
const NOT_SOURCES = new Set(['node_modules', '.next', '.turbo', 'next-env.d.ts']);

/**
 * Builds the site unless nothing changed since the last time. Sizes and times of the sources decide
 * whether turbo is asked at all; turbo compares contents.
 */
export async function build(leaving: AbortSignal): Promise<void> {
  if (read(STAMP) === fingerprint()) return;
  const lock = await waitForLock(leaving);
  try {
    const wanted = fingerprint();
    if (read(STAMP) === wanted) return;
    say('build …');
    await step('build', () => turbo(leaving));
    writeFileSync(STAMP, wanted);
  } finally {
    lock.release();
  }
}

/** Two builds at once in one folder would mix their output. */
async function waitForLock(leaving: AbortSignal) {
  const file = join(ROOT, 'node_modules/.easel-build.lock');
  for (let told = false; ; told = true) {
    const lock = openLock(file);
    if (lock) return lock;
    if (!told) say('waiting for the build that another process is doing');
    await sleep(200, undefined, { signal: leaving });
  }
}

function openLock(file: string) {
  try {
    return tryLock(file);
  } catch {
    throw new Refusal(
      `A build is due and this user cannot write to ${ROOT}: run it as the folder's owner, or in a copy of your own.`,
    );
  }
}

async function turbo(leaving: AbortSignal): Promise<void> {
  const flags = [
    '--filter=@easel/web',
    '--output-logs=errors-only',
    '--ui=stream',
    '--log-prefix=none',
  ];
  const { succeeded, output } = await runProgram('turbo', ['run', 'build', ...flags], {
    leaving,
    // What a build may read is named in turbo.json; it must come out the same for everybody.
    env: {
      ...process.env,
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${QUICK_DRIZZLE}`.trim(),
      TURBO_TELEMETRY_DISABLED: '1',
      NEXT_TELEMETRY_DISABLED: '1',
      NODE_ENV: 'production',
    },
    output: 'keep',
  });
  if (succeeded) return;
  if (/ENOSPC|No space left/i.test(output)) {
    throw new Refusal(`There is no space left on the disk that holds ${ROOT}: a build needs 1 GB.`);
  }
  console.error(output.trim());
  throw new Refusal('The build failed; what it said stands above.');
}

function fingerprint(): string {
  const hash = createHash('sha256').update(process.version);
  for (const file of ROOT_FILES) hash.update(`\0${file}\0${read(join(ROOT, file))}`);
  for (const folder of SOURCES) addFolder(folder);
  return hash.digest('hex');

  function addFolder(folder: string): void {
    const entries = readdirSync(join(ROOT, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = `${folder}/${entry.name}`;
      if (NOT_SOURCES.has(entry.name) || entry.name.endsWith('.test.ts')) continue;
      if (entry.isDirectory()) addFolder(path);
      else if (entry.isFile()) {
        const { size, mtimeMs } = statSync(join(ROOT, path));
        hash.update(`\0${path}\0${size}\0${mtimeMs}`);
      }
    }
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
