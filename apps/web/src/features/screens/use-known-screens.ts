'use client';

import { formatSize, type Screen } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { PRESETS } from '@/features/screens/presets';
import type { NamedScreen } from '@/features/screens/screen-kind';
import { type PixelSize, useThisScreen } from '@/features/screens/use-this-screen';

/** Stands for the screen in front of the person until the page knows it, so that nothing has to move. */
const UNKNOWN = { width: 16, height: 10 };

/**
 * Every screen there is a name for: this one first, then the person's own, then common ones. `here` is
 * null until the page is alive, or where this browser was last `seen`.
 */
export function useKnownScreens(
  own: readonly Screen[],
  seen?: PixelSize | null,
): {
  screens: NamedScreen[];
  here: NamedScreen | null;
} {
  const t = useTranslations('screens');
  const size = useThisScreen(seen);
  const first = toNamed({ ...(size ?? UNKNOWN), name: t('this') });
  const presets = PRESETS.map((preset) => toNamed({ ...preset, name: t(`presets.${preset.id}`) }));
  const known = new Map<string, NamedScreen>();
  // A preset keeps its name in the language of the page, also when it was chosen in another.
  const named = own.map(
    (one) => presets.find(({ key }) => key === formatSize(one)) ?? toNamed(one),
  );
  for (const screen of [first, ...named, ...presets]) {
    if (!known.has(screen.key)) known.set(screen.key, screen);
  }
  return { screens: [...known.values()], here: size && first };
}

export function toNamed({ name, width, height }: Screen): NamedScreen {
  return { key: formatSize({ width, height }), name, width, height };
}
