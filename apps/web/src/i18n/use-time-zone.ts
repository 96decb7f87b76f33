'use client';

import { useSyncExternalStore } from 'react';

/** Where the person's clock stands; UTC on the server and until the page is alive. */
export function useTimeZone(): string {
  return useSyncExternalStore(neverChanges, here, () => 'UTC');
}

function neverChanges(): () => void {
  return () => {};
}

function here(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
