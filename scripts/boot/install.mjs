import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asRefusal, readText, root, run, step } from './run.mjs';
import { NODE, toolchain } from './toolchain.mjs';

/** Written after a good install, with what it was made from. */
const STAMP = join(root, 'node_modules/.easel-stamp');

/** Whether lockfile, manifests, platform or Node are others than at the last install. */
export function isInstallDue() {
  return readText(STAMP) !== manifestHash();
}

/** Installs exactly what the lockfile says. */
export async function install({ pnpm, env }) {
  if (!isInstallDue()) return;
  await step('install packages', async () => {
    const made = manifestHash();
    rmSync(STAMP, { force: true });
    // Without a terminal pnpm would ask before it replaces a node_modules of another shape.
    const flags = [
      '--frozen-lockfile',
      '--config.confirmModulesPurge=false',
      '--reporter=append-only',
    ];
    await run(pnpm, ['install', ...flags], { env, failure: 'pnpm could not install the packages' });
    writeFileSync(STAMP, made);
  });
}

function manifestHash() {
  const hash = createHash('sha256').update(`${NODE} ${process.platform} ${process.arch}`);
  const folders = ['', 'tests'];
  for (const parent of ['apps', 'packages', 'examples']) {
    for (const name of readdirSync(join(root, parent)).sort()) folders.push(join(parent, name));
  }
  const manifests = folders.map((folder) => join(folder, 'package.json'));
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests]) {
    hash.update(`\0${file}\0${readText(join(root, file)) ?? ''}`);
  }
  return hash.digest('hex');
}

/** One set-up at a time in this folder: the others wait. */
export async function alone(work) {
  const lock = join(toolchain, 'lock');
  try {
    mkdirSync(toolchain, { recursive: true });
    for (let told = false; !take(lock); told = true) {
      if (!told) console.log(`  waiting for the set-up that process ${readText(lock)} is doing`);
      await new Promise((done) => setTimeout(done, 300));
    }
    try {
      return await work();
    } finally {
      rmSync(lock, { force: true });
    }
  } catch (error) {
    throw asRefusal(error);
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const owner = Number(readText(lock));
    if (owner && !isAlive(owner)) rmSync(lock, { force: true });
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
