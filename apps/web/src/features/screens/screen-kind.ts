import type { Screen } from '@easel/api/contract';

export type NamedScreen = Screen & { key: string };

export type ScreenKind = 'phone' | 'tablet' | 'laptop' | 'monitor';

/** What a screen most likely belongs to, by its shape. */
export function screenKind({ width, height }: { width: number; height: number }): ScreenKind {
  const ratio = width / height;
  if (ratio < 0.64) return 'phone';
  if (ratio < 1.4) return 'tablet';
  return ratio < 1.7 ? 'laptop' : 'monitor';
}
