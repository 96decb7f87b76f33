import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

/** Who runs Postgres. Undefined: the user of this process. */
export type Account = { uid: number; gid: number } | undefined;

/** `nobody`, by its number: some images have no passwd entry for it. */
const NOBODY = 65_534;

/** Postgres refuses to run as root, so root hands it to the owner of the data, or to nobody. */
export function accountFor(home: string): Account {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(home, { throwIfNoEntry: false });
  return owner && owner.uid !== 0
    ? { uid: owner.uid, gid: owner.gid }
    : { uid: NOBODY, gid: NOBODY };
}

/**
 * Whether the account can enter the folder. The kernel is asked, by entering it as that user:
 * mode bits alone miss access lists and the folders above.
 */
export function canEnter(folder: string, account: Account): boolean {
  const { status } = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], {
    ...account,
    cwd: '/',
    stdio: 'ignore',
  });
  return status === 0;
}
