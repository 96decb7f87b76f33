'use client';

import { useTranslations } from 'next-intl';
import { type ComponentType, lazy } from 'react';

/** A part of a page that is fetched when it is first shown; one that cannot be had says so in its place. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  return lazy(async (): Promise<{ default: ComponentType<Props> }> => {
    try {
      return { default: await load() };
    } catch {
      return { default: NotLoaded };
    }
  });
}

function NotLoaded() {
  const t = useTranslations('errors');
  return (
    <p role="alert" className="p-3 text-sm">
      {t('OFFLINE')}
    </p>
  );
}
