'use client';

import { useEffect } from 'react';
import { useMe } from '@/features/account/use-me';
import { tellWorker } from '@/features/offline/tell-worker';

/** Installs the service worker once the page has nothing better to do, and tells it who is here. */
export function ServiceWorker() {
  const me = useMe();
  const id = me === undefined ? undefined : (me?.id ?? null);

  useEffect(() => {
    if (id === undefined || !('serviceWorker' in navigator)) return;
    // Without one the site is the same, but for the time without a connection.
    navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(() => {});
    tellWorker({ type: 'person', owner: id });
  }, [id]);

  return null;
}
