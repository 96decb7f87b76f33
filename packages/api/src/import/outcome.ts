import type { keepPicture } from '../wallpaper/keep-picture.ts';
import type { Wanted } from './wanted.ts';

/** What came of one row, before it is written down. */
export type Outcome = {
  row: Wanted;
  state: 'listed' | 'copied' | 'gone' | 'refused' | 'skipped';
  reason?: string;
  /** False when the next try may well bring it. */
  final?: boolean;
  kept?: Awaited<ReturnType<typeof keepPicture>>;
};
