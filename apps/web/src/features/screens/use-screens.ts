'use client';

import { formatSize, LIMITS, type Screen } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { PRESETS } from '@/features/screens/presets';
import type { ScreenOption } from '@/features/screens/screen-picker';
import { useThisScreen } from '@/features/screens/use-this-screen';
import { trpc } from '@/trpc/client';

/**
 * The screens on offer (this one, the person's own, common ones) and the chosen ones. A choice is
 * kept on the account, so that it is the same in the next browser.
 */
export function useScreens(saved: readonly Screen[]) {
  const t = useTranslations('screens');
  const here = useThisScreen();
  const [own, setOwn] = useState(() => saved.map(toOption));
  const [chosen, setChosen] = useState<string[] | null>(
    saved.length > 0 ? saved.map(formatSize) : null,
  );
  const save = trpc.user.update.useMutation();

  const options = new Map<string, ScreenOption>();
  if (here) options.set(formatSize(here), toOption({ ...here, name: t('this') }));
  for (const preset of PRESETS) {
    const option = toOption({ ...preset, name: t(`presets.${preset.id}`) });
    if (!options.has(option.key)) options.set(option.key, option);
  }
  for (const option of own) if (!options.has(option.key)) options.set(option.key, option);

  const first = here ? formatSize(here) : undefined;
  const keys = chosen ?? (first ? [first] : []);
  return {
    options: [...options.values()],
    chosen: keys,
    screens: [...options.values()].filter((option) => keys.includes(option.key)),
    choose(picked: ScreenOption[]) {
      setOwn((before) => [...before, ...picked]);
      setChosen(picked.map((option) => option.key));
      save.mutate({
        screens: picked.slice(0, LIMITS.maxScreens).map(({ key, name, width, height }) => ({
          // "This screen" is another one in the next browser.
          name: key === first ? t('size', { width, height }) : name,
          width,
          height,
        })),
      });
    },
  };
}

function toOption({ name, width, height }: Screen): ScreenOption {
  return { key: formatSize({ width, height }), name, width, height };
}
