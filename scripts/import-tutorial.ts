// `pnpm db:import-tutorial --from URL`: brings an older system's people and pictures here.
import { readFileSync } from 'node:fs';
import type { Config } from '@easel/api/config';
import type { ImportEnd, ImportOptions } from '@easel/api/import';
import { StorageError } from '@easel/storage';
import { bar, Refusal, say, seconds } from './progress.ts';
import { wordsOf } from './words.ts';

const USAGE =
  'db:import-tutorial --from URL [--dry-run] [--limit N] [--images copy|skip] [--schema NAME] [--clerk FILE] [--allow-origin ORIGIN]';

const text = { type: 'string' } as const;
const OPTIONS = {
  from: text,
  limit: text,
  images: text,
  schema: text,
  clerk: text,
  'dry-run': { type: 'boolean' },
  'allow-origin': text,
} as const;

/** Reads the command's words. Throws `Refusal`. */
export function importOptions(args: string[]): ImportOptions {
  const { from, images = 'copy', limit, clerk, schema, ...rest } = wordsOf(args, OPTIONS, USAGE);
  if (!from) throw new Refusal(`Say where the older system's database is: ${USAGE}`);
  if (images === 'link')
    throw new Refusal(
      'Pictures cannot be linked: addresses expire, and pages show only files of this store (docs/decisions/0014). Use --images copy.',
    );
  if (images !== 'copy' && images !== 'skip') throw new Refusal('--images is copy or skip.');
  if (limit !== undefined && !/^[1-9]\d{0,8}$/.test(limit))
    throw new Refusal('--limit must be a whole number, 1 or more.');
  const allowOrigin = rest['allow-origin'];
  if (allowOrigin !== undefined && !/^https?:$/.test(URL.parse(allowOrigin)?.protocol ?? ''))
    throw new Refusal('--allow-origin must be like http://10.0.0.5:9000.');
  return {
    from,
    schema,
    images,
    allowOrigin,
    dryRun: rest['dry-run'] ?? false,
    limit: limit === undefined ? undefined : Number(limit),
    clerk: clerk === undefined ? undefined : contentOf(clerk),
  };
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Refusal(`${file} cannot be read.`);
  }
}

/** Imports, and says at the end what came of it. */
export async function importOlder(
  config: Config,
  options: ImportOptions,
  leaving: AbortSignal,
): Promise<void> {
  const { importTutorial, ImportError } = await import('@easel/api/import');
  const from = performance.now();
  try {
    const end = await importTutorial(config, options, leaving, bar('rows'));
    printTable(options, end, performance.now() - from);
    if (end.report) say(`What did not come, each with the reason: ${end.report}`);
    if (end.stopped) say('Stopped before the end. Run the same again to go on.');
  } catch (error) {
    if (error instanceof ImportError) throw new Refusal(error.message);
    if (error instanceof StorageError)
      throw new Refusal(`The picture store does not answer (${error.message}). Run this again.`);
    throw error;
  }
}

function printTable({ dryRun }: ImportOptions, { summary, stopped }: ImportEnd, ms: number): void {
  const { users, rows, later, removed, bytes } = summary;
  const { unchanged, ...handled } = rows;
  const all = Object.values(handled).reduce((sum, count) => sum + count, unchanged);
  const table: [string, string | number][] = [
    [
      'users',
      dryRun
        ? users.made
        : `${users.made} new, ${users.matched} known by their address${users.named > 0 ? `, ${users.named} named who had no name` : ''}`,
    ],
    ['wallpapers', `${all}, of which ${unchanged} were here before`],
    ['listed', handled.listed],
    ['copied', handled.copied],
    ['gone', handled.gone],
    ['refused', handled.refused],
    ['skipped', handled.skipped],
    ['bytes', bytes],
    ['time', seconds(ms)],
  ];
  console.log(dryRun ? '\nNothing was changed. This is what would be tried:' : '');
  for (const [name, value] of table) say(`${name.padEnd(11)}${value}`);
  if (later > 0) say(`Of those gone or refused, ${later} may come yet: run the same again.`);
  const changed = users.made + users.named + handled.listed + handled.copied + removed > 0;
  if (!dryRun && !stopped && !changed) console.log('✓ nothing new: nothing was changed');
}
