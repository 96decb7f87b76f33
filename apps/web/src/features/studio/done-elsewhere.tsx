'use client';

import { Suspense, useEffect, useState } from 'react';
import { pendingIds } from '@/features/studio/pending';
import { usePathname } from '@/i18n/navigation';
import { later } from '@/ui/later';

const WatchPending = later(
  async () => (await import('@/features/studio/watch-pending')).WatchPending,
);

/** On every page but the studio's: tells when a picture is done that somebody went away from. */
export function DoneElsewhere() {
  const pathname = usePathname();
  const [waiting, setWaiting] = useState(false);
  useEffect(() => {
    setWaiting(pathname !== '/create' && pathname !== '/library' && pendingIds().length > 0);
  }, [pathname]);
  if (!waiting) return null;
  return (
    <Suspense>
      <WatchPending onNone={() => setWaiting(false)} />
    </Suspense>
  );
}
