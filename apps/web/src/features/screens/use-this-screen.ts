'use client';

import { useSyncExternalStore } from 'react';

export type PixelSize = { width: number; height: number };

let known: PixelSize | null = null;

/**
 * The screen in front of the person, in its own pixels. On the server and until the page is alive, the
 * one that this browser was last `seen` at.
 */
export function useThisScreen(seen: PixelSize | null = null): PixelSize | null {
  return useSyncExternalStore(whenItTurns, measure, () => seen);
}

function measure(): PixelSize {
  const width = Math.round(window.screen.width * window.devicePixelRatio);
  const height = Math.round(window.screen.height * window.devicePixelRatio);
  // The same object for the same screen, as React asks of a snapshot.
  if (known?.width !== width || known.height !== height) known = { width, height };
  return known;
}

/** So that the next page comes with the right size in it, and nothing in it has to move. */
function tellServer(): void {
  const { width, height } = measure();
  // biome-ignore lint/suspicious/noDocumentCookie: the other way to set one is not in every browser
  document.cookie = `screen=${width}x${height}; path=/; max-age=31536000; samesite=lax`;
}

function whenItTurns(listener: () => void): () => void {
  tellServer();
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
}
