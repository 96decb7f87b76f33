import { spawnSync } from 'node:child_process';
import { readText } from './run.mjs';

const SHELL = /^-?(ba|da|z|k|a)?sh$/;

/**
 * The pairs of child and parent between this process and the npm or pnpm that runs it, a shell in
 * between included: npm killed with -9 cannot pass that on. Started by hand or by a service manager
 * there are none, so a closed terminal is no reason to go.
 */
export function findAncestors() {
  if (!process.env.npm_lifecycle_event) return [];
  const pairs = [[process.pid, process.ppid]];
  if (SHELL.test(field(process.ppid, 'comm'))) {
    pairs.push([process.ppid, Number(field(process.ppid, 'ppid'))]);
  }
  return pairs;
}

/** Whether the child's parent is still the one it was. */
export function isIntact([child, parent]) {
  return child === process.pid ? process.ppid === parent : Number(field(child, 'ppid')) === parent;
}

/** `comm` or `ppid` of a process; empty when it is gone. */
function field(pid, name) {
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('ps', ['-o', `${name}=`, '-p', String(pid)], { encoding: 'utf8' });
    return stdout.trim().split('/').at(-1);
  }
  const stat = readText(`/proc/${pid}/stat`);
  if (!stat) return '';
  // The name stands in brackets, and may hold some itself.
  const end = stat.lastIndexOf(')');
  return name === 'comm'
    ? stat.slice(stat.indexOf('(') + 1, end)
    : stat.slice(end + 2).split(' ')[1];
}
