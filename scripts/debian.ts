import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { runProgram } from './program.ts';
import { Refusal, step } from './progress.ts';

/** What the tests need beyond npm's packages: a file that tells it is there, and who brings it. */
const NEEDED = [
  { file: '/usr/bin/chromium', packages: ['chromium'] },
  { file: '/usr/lib/postgresql/15/bin/postgres', packages: ['postgresql-15'] },
  { file: '/usr/sbin/pgbouncer', packages: ['pgbouncer'] },
];
/** Not needed where TEST_S3_ENDPOINT names an S3 server. */
const STORE = [
  { file: '/usr/bin/radosgw', packages: ['radosgw'] },
  { file: '/usr/bin/ceph-mon', packages: ['ceph-mon'] },
  { file: '/usr/bin/ceph-osd', packages: ['ceph-osd'] },
  { file: '/usr/bin/ceph', packages: ['ceph-base', 'ceph-common'] },
];

/** Debian asks this program whether a package may start its service. 101: no. */
const POLICY = '/usr/sbin/policy-rc.d';

/** Installs the programs that the tests run and that are missing; refuses where it cannot. */
export async function installPrograms(leaving: AbortSignal): Promise<void> {
  const needed = process.env.TEST_S3_ENDPOINT ? NEEDED : [...NEEDED, ...STORE];
  const missing = needed.filter(({ file }) => !existsSync(file)).flatMap((each) => each.packages);
  if (missing.length === 0) return;
  const words = ['install', '--yes', '--no-install-recommends', ...missing];
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Refusal(
      `The tests need programs that are not here. On Debian: sudo apt-get ${words.join(' ')}`,
    );
  }
  await step(`install ${missing.join(', ')}`, async () => {
    await apt(['update'], leaving);
    const policed = existsSync(POLICY);
    if (!policed) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
    try {
      await apt(words, leaving);
    } finally {
      if (!policed) rmSync(POLICY);
    }
  });
}

async function apt(words: string[], leaving: AbortSignal): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { succeeded, output } = await runProgram('apt-get', ['--quiet', ...words], {
    leaving,
    env,
    output: 'keep',
  });
  if (!succeeded) {
    const told = output.trim().split('\n').slice(-5).join('\n');
    throw new Refusal(`apt-get ${words[0]} failed:\n${told}`);
  }
}
