'use client';

import { useSyncExternalStore } from 'react';

export type PixelSize = { width: number; height: number };

let known: PixelSize | null = null;

/** The screen in front of the person, in its own pixels. Null on the server and before the page is alive. */
export function useThisScreen(): PixelSize | null {
  return useSyncExternalStore(whenItTurns, measure, () => null);
}

function measure(): PixelSize {
  const width = Math.round(window.screen.width * window.devicePixelRatio);
  const height = Math.round(window.screen.height * window.devicePixelRatio);
  // The same object for the same screen, as React asks of a snapshot.
  if (known?.width !== width || known.height !== height) known = { width, height };
  return known;
}

function whenItTurns(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
}
