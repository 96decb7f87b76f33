#!/usr/bin/env node
// Makes `npm start` and the other commands work on a machine that has only Node 20 and npm:
// fetches the Node and the pnpm the project is pinned to, installs what changed, and hands over to
// scripts/<command>.ts under that Node. It has no dependencies and runs on the old Node.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { findAncestors, isIntact } from './boot/ancestors.mjs';
import { alone, EVERYTHING, install, isInstallDue, PRODUCT } from './boot/install.mjs';
import { all, children, Refusal, root } from './boot/run.mjs';
import { fetchNode, fetchPnpm, isMissing, located, wantedTools } from './boot/toolchain.mjs';

/** What a command needs of the packages. */
const COMMANDS = {
  start: PRODUCT,
  web: PRODUCT,
  worker: PRODUCT,
  storage: PRODUCT,
  dev: EVERYTHING,
  test: EVERYTHING,
  relay: EVERYTHING,
  db: EVERYTHING,
  bench: EVERYTHING,
  tool: EVERYTHING,
};

const startedAt = Date.now();
const ancestors = findAncestors();
let command;

try {
  const [name, ...args] = process.argv.slice(2);
  if (!Object.hasOwn(COMMANDS, name)) {
    throw new Refusal(`Give a command: ${Object.keys(COMMANDS).join(', ')}.`);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, leave);
  // Once it runs, the command watches them itself.
  const watch = setInterval(() => ancestors.every(isIntact) || leave('SIGTERM'), 500);
  const tools = await setUp(COMMANDS[name]);
  clearInterval(watch);
  command = handOver(tools, join(root, 'scripts', `${name}.ts`), args);
} catch (error) {
  console.error(error instanceof Refusal ? `\n✗ ${error.message}` : error);
  process.exit(1);
}

/** Brings toolchain and packages up to date. */
async function setUp(extent) {
  const wanted = wantedTools();
  const tools = located(wanted);
  if (Object.values(wanted).some(isMissing) || isInstallDue(extent)) {
    await alone(async () => {
      await fetchPnpm(wanted);
      // pnpm is a program of its own and needs no Node.
      await all([install(extent, tools), fetchNode(wanted, tools)]);
    });
  }
  return tools;
}

/** Runs the command and ends as it does; it watches this process and those above. */
function handOver({ node, env }, script, args) {
  const isDb = script.endsWith('db.ts');
  // Collected often: each piece of a picture that comes is 64 KB outside the collector's heap.
  const child = spawn(node, [...(isDb ? ['--max-semi-space-size=1'] : []), script, ...args], {
    cwd: root,
    env: {
      ...env,
      // An import holds many large pictures one after the other, of which glibc would keep some.
      ...(isDb && { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '65536' }),
      // Compiled once, by the first start.
      NODE_COMPILE_CACHE: env.NODE_COMPILE_CACHE || join(root, 'node_modules/.cache/easel'),
      EASEL_STARTED_AT: String(startedAt),
      // `child:parent` pairs, the last one the command's own; it leaves when one is broken.
      EASEL_ANCESTORS: [...ancestors.map((pair) => pair.join(':')), `:${process.pid}`].join(','),
    },
    stdio: 'inherit',
  });
  child.once('error', (error) => {
    console.error(`\n✗ ${node} could not be started: ${error.message}`);
    process.exit(1);
  });
  child.once('exit', (code) => process.exit(code ?? 1));
  return child;
}

/** Passes the signal on; a command's end is awaited, a set-up is left as it is. */
function leave(signal) {
  if (command) {
    command.kill(signal);
    return;
  }
  for (const child of children) child.kill(signal);
  process.exit(1);
}
