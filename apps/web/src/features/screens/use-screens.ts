'use client';

import { formatSize, LIMITS, type Screen } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useState } from 'react';
import { forgetKeptScreens, keptScreens } from '@/features/screens/kept-screens';
import type { NamedScreen } from '@/features/screens/screen-kind';
import { toNamed, useKnownScreens } from '@/features/screens/use-known-screens';
import type { PixelSize } from '@/features/screens/use-this-screen';
import { trpc } from '@/trpc/client';

/**
 * The screens on offer and the chosen ones. A choice is kept on the account, so that it is the same
 * in the next browser; what was chosen in this one before signing in is added to it.
 */
export function useScreens(saved: readonly Screen[], seen: PixelSize | null) {
  const t = useTranslations('screens');
  const [own, setOwn] = useState<readonly Screen[]>(saved);
  const [chosen, setChosen] = useState<string[] | null>(
    saved.length > 0 ? saved.map(formatSize) : null,
  );
  const { screens: options, here } = useKnownScreens(own, seen);
  const save = trpc.user.update.useMutation();
  const keys = chosen ?? options.slice(0, 1).map(({ key }) => key);

  function choose(picked: readonly NamedScreen[]) {
    setOwn((before) => [...before, ...picked]);
    setChosen(picked.map(({ key }) => key));
    save.mutate({
      screens: picked.slice(0, LIMITS.maxScreens).map(({ key, name, width, height }) => ({
        // "This screen" is another one in the next browser.
        name: key === here?.key ? t('size', { width, height }) : name,
        width,
        height,
      })),
    });
  }

  const merge = useEffectEvent(() => {
    const kept = keptScreens().map(toNamed);
    forgetKeptScreens();
    const added = kept.filter((one) => !saved.some((known) => formatSize(known) === one.key));
    if (added.length > 0) choose([...saved.map(toNamed), ...added]);
  });
  useEffect(() => merge(), []);

  return {
    options,
    chosen: keys,
    screens: options.filter((option) => keys.includes(option.key)),
    choose,
  };
}
