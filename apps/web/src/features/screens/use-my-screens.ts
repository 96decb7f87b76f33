'use client';

import { LIMITS } from '@easel/api/contract';
import { useMe } from '@/features/account/use-me';
import { keptScreens } from '@/features/screens/kept-screens';
import { useThisScreen } from '@/features/screens/use-this-screen';

/**
 * All screens of a person, as the gallery's filter writes them: the one here, and those on the account
 * or, for a visitor, in this browser. Undefined until both are known.
 */
export function useMyScreens(): string | undefined {
  const here = useThisScreen();
  const me = useMe();
  if (!here || me === undefined) return undefined;
  // As formatSize does, which brings more with it than the gallery has room for.
  const keys = [here, ...(me?.screens ?? keptScreens())].map((one) => `${one.width}x${one.height}`);
  return [...new Set(keys)].slice(0, LIMITS.maxScreens).join();
}
