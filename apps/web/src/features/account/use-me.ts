'use client';

import type { Me } from '@easel/api/contract';
import { useQuery } from '@tanstack/react-query';
import { trpc } from '@/trpc/client';

export const ME = ['me'] as const;

/**
 * Who is signed in, or null. Asked from the browser, so that pages are the same for everyone; the
 * session is asked for first, because `user.me` answers a visitor with an error.
 */
export function useMe() {
  const utils = trpc.useUtils();
  return useQuery({
    queryKey: ME,
    staleTime: 60_000,
    queryFn: async ({ signal }): Promise<Me | null> => {
      const response = await fetch('/api/auth/session', { signal });
      if (!response.ok) throw new Error(`The session could not be read: ${response.status}`);
      if ((await response.json()) === null) return null;
      return utils.client.user.me.query(undefined, { signal });
    },
  });
}
