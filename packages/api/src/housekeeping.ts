/** Door "./housekeeping": what an operator runs on the picture store by hand. */
import { openStudio } from './compose.ts';
import type { Config } from './config.ts';
import { type Backfill, backfillFiles } from './wallpaper/backfill.ts';
import { type OrphanReport, sweepOrphans } from './wallpaper/orphans.ts';

export type { Backfill } from './wallpaper/backfill.ts';
export type { OrphanReport } from './wallpaper/orphans.ts';

/** Makes the kinds of files that older wallpapers lack; see `backfillFiles`. */
export function backfill(
  config: Config,
  signal: AbortSignal,
  report: (progress: Backfill) => void,
): Promise<Backfill> {
  return withStudio(config, (studio) => backfillFiles(studio, signal, report));
}

/** Finds, and with `remove` removes, stored objects that no row refers to; see `sweepOrphans`. */
export function sweepStorage(
  config: Config,
  options: Parameters<typeof sweepOrphans>[1],
): Promise<OrphanReport> {
  return withStudio(config, (studio) => sweepOrphans(studio, options));
}

async function withStudio<T>(
  config: Config,
  work: (studio: ReturnType<typeof openStudio>) => Promise<T>,
): Promise<T> {
  const studio = openStudio({ ...config, logLevel: 'error' }, { name: 'housekeeping' });
  try {
    return await work(studio);
  } finally {
    await studio.close();
  }
}
