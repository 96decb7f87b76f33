import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asRefusal, readText, root, run, step } from './run.mjs';
import { NODE, toolchain } from './toolchain.mjs';

/** Written after a good install: how much of it there is, and what it was made from. */
const STAMP = join(root, 'node_modules/.easel-stamp');

/** What runs the product, or the tools and tests of its developers too. */
export const PRODUCT = 'product';
export const EVERYTHING = 'everything';

/** Whether lockfile, manifests, platform or Node are others than at the last install, or less is there. */
export function isInstallDue(extent) {
  const there = installed();
  return there.hash !== manifestHash() || (extent === EVERYTHING && there.extent !== EVERYTHING);
}

/** Installs exactly what the lockfile says, and takes nothing away that a wider install brought. */
export async function install(wanted, { pnpm, env }) {
  if (!isInstallDue(wanted)) return;
  await step('install packages', async () => {
    const hash = manifestHash();
    const extent = installed().extent === EVERYTHING ? EVERYTHING : wanted;
    rmSync(STAMP, { force: true });
    const flags = [
      '--frozen-lockfile',
      // Without a terminal pnpm would ask before it replaces a node_modules of another shape.
      '--config.confirmModulesPurge=false',
      '--reporter=append-only',
      ...(extent === PRODUCT ? ['--prod'] : []),
    ];
    await run(pnpm, ['install', ...flags], { env, failure: 'pnpm could not install the packages' });
    writeFileSync(STAMP, `${extent} ${hash}`);
  });
}

function installed() {
  const [extent, hash] = (readText(STAMP) ?? '').split(' ');
  return { extent, hash };
}

function manifestHash() {
  const hash = createHash('sha256').update(`${NODE} ${process.platform} ${process.arch}`);
  const folders = ['', 'bench', 'tests'];
  for (const parent of ['apps', 'packages', 'examples']) {
    for (const name of readdirSync(join(root, parent)).sort()) folders.push(join(parent, name));
  }
  const manifests = folders.map((folder) => join(folder, 'package.json'));
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]) {
    hash.update(`\0${file}\0${readText(join(root, file)) ?? ''}`);
  }
  return hash.digest('hex');
}

/** How often a set-up says that it still lives, and after what silence it does not. */
const BEAT_MS = 1000;
const DEAD_MS = 10_000;

/**
 * One set-up at a time in this folder: the others wait. The holder touches the lock as long as it
 * lives, so that none is waited for that was killed, whoever has its process number now.
 */
export async function alone(work) {
  const lock = join(toolchain, 'lock');
  try {
    mkdirSync(toolchain, { recursive: true });
    for (let told = false; !take(lock); told = true) {
      if (!told) console.log('  waiting for the set-up that another process is doing');
      await new Promise((done) => setTimeout(done, 300));
    }
    const beat = setInterval(() => utimesSync(lock, new Date(), new Date()), BEAT_MS);
    try {
      return await work();
    } finally {
      clearInterval(beat);
      rmSync(lock, { force: true });
    }
  } catch (error) {
    throw asRefusal(error);
  }
}

function take(lock) {
  try {
    writeFileSync(lock, '', { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const touched = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
    if (touched !== undefined && Date.now() - touched > DEAD_MS) rmSync(lock, { force: true });
    return false;
  }
}
