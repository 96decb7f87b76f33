'use client';

import type { Me } from '@easel/api/contract';
import { useEffect, useSyncExternalStore } from 'react';
import { ask } from '@/trpc/ask';

const FRESH_MS = 60_000;

let me: Me | null | undefined;
let askedAt = Number.NEGATIVE_INFINITY;
const listeners = new Set<() => void>();

/**
 * Who is signed in; null for a visitor, undefined until that is known. Asked from the browser, so
 * that pages are the same for everyone.
 */
export function useMe(): Me | null | undefined {
  useEffect(() => {
    if (performance.now() - askedAt > FRESH_MS) refreshMe();
  }, []);
  return useSyncExternalStore(
    subscribe,
    () => me,
    () => undefined,
  );
}

/** Asks again, after something about the account has changed. What cannot be read stays as it was. */
export async function refreshMe(): Promise<void> {
  askedAt = performance.now();
  try {
    const signedIn = await isSignedIn();
    me = signedIn ? await ask('user.me', undefined, { credentials: 'same-origin' }) : null;
  } catch {
    // The next page asks again.
    askedAt = Number.NEGATIVE_INFINITY;
  }
  for (const listener of listeners) listener();
}

/** `user.me` answers a visitor with an error, so the session is asked for first. */
async function isSignedIn(): Promise<boolean> {
  const response = await fetch('/api/auth/session');
  if (!response.ok) throw new Error(`The session could not be read: ${response.status}`);
  return (await response.json()) !== null;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
