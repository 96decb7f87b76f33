import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Refusal, readText, root, run, step } from './run.mjs';

/** The Node that everything but this boot script runs on. */
export const NODE = '24.21.0';

/** Where the fetched programs live. */
export const toolchain = join(root, '.toolchain');

/** npm's packages hold the programs of these platforms. */
const KNOWN = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

/** The packages to have. A Node that is already the pinned one, or a later 24, is used as it is. */
export function wantedTools() {
  const { platform, arch } = process;
  const musl = platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
  const { packageManager } = JSON.parse(readText(join(root, 'package.json')));
  const pnpm = {
    role: 'pnpm',
    name: `@pnpm/exe.${platform}-${arch}${musl ? '-musl' : ''}`,
    version: packageManager.split('@')[1],
  };
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [pinnedMajor, pinnedMinor] = NODE.split('.').map(Number);
  if (major === pinnedMajor && minor >= pinnedMinor) return { pnpm };
  if (!musl && KNOWN.includes(`${platform}-${arch}`)) {
    const bin = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
    return { pnpm, node: { role: 'node', name: `${bin}-${platform}-${arch}`, version: NODE } };
  }
  if (major >= pinnedMajor) return { pnpm };
  throw new Refusal(
    `The npm registry has no Node for ${platform} on ${arch}${musl ? ' with musl' : ''}: install Node ${NODE} and start again.`,
  );
}

/** Whether a tool is in place in its version. */
export function isMissing({ name, version }) {
  const manifest = readText(join(toolchain, 'node_modules', name, 'package.json'));
  return !manifest || JSON.parse(manifest).version !== version;
}

/** Fetches pnpm, with the npm that is there. */
export async function fetchPnpm({ pnpm }) {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const bare = ['--no-save', '--no-package-lock', '--ignore-scripts'];
  const [program, first] = npm();
  await fetchTool(pnpm, (aside, spec) => ({
    program,
    args: [...first, 'install', '--prefix', aside, ...quiet, ...bare, spec],
    env: process.env,
  }));
}

/** Fetches Node, with pnpm: twice as fast, and shared with other copies of the project. */
export async function fetchNode({ node }, { pnpm, env }) {
  const flags = ['--ignore-workspace', '--ignore-scripts', '--config.node-linker=hoisted'];
  await fetchTool(node, (_, spec) => ({ program: pnpm, args: ['add', ...flags, spec], env }));
}

/** Fetches a tool aside and moves it into place, so what is in place is always whole. */
async function fetchTool(tool, command) {
  if (!tool || !isMissing(tool)) return;
  const { role, name, version } = tool;
  await step(`fetch ${role} ${version}`, async () => {
    const aside = join(toolchain, `.partial-${role}`);
    rmSync(aside, { recursive: true, force: true });
    mkdirSync(aside, { recursive: true });
    writeFileSync(join(aside, 'package.json'), '{ "private": true }');
    try {
      const { program, args, env } = command(aside, `${name}@${version}`);
      await run(program, args, {
        env,
        cwd: aside,
        failure: `${role} ${version} could not be fetched`,
      });
      const place = join(toolchain, 'node_modules', name);
      mkdirSync(dirname(place), { recursive: true });
      if (existsSync(place)) renameSync(place, join(aside, 'old'));
      renameSync(join(aside, 'node_modules', name), place);
    } finally {
      rmSync(aside, { recursive: true, force: true });
    }
  });
}

/** The npm that runs this, else the one on the PATH. Under pnpm the variable names pnpm. */
function npm() {
  const script = process.env.npm_execpath;
  const own = script?.endsWith('npm-cli.js') && existsSync(script);
  return own ? [process.execPath, [script]] : ['npm', []];
}

/** The programs' paths, and an environment that finds them before any other. */
export function located({ pnpm, node }) {
  const folder = join(toolchain, 'node_modules');
  const nodeBin = node ? join(folder, node.name, 'bin') : dirname(process.execPath);
  const pnpmBin = join(folder, pnpm.name);
  const path = [nodeBin, pnpmBin, join(root, 'node_modules/.bin'), process.env.PATH].join(':');
  return {
    node: node ? join(nodeBin, 'node') : process.execPath,
    pnpm: join(pnpmBin, 'pnpm'),
    env: { ...process.env, PATH: path },
  };
}
