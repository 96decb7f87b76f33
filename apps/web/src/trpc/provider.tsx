'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { createClient, trpc } from '@/trpc/client';
import { type Failure, reasonOf } from '@/trpc/reason';

/** Reasons that the same question will meet again. */
const FINAL = new Set<Failure>([
  'NOT_FOUND',
  'FORBIDDEN',
  'SIGNED_OUT',
  'INPUT_INVALID',
  'RATE_LIMITED',
]);

export function DataProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(
    () =>
      new QueryClient({
        defaultOptions: {
          queries: {
            staleTime: 30_000,
            retry: (failures, error) => failures < 1 && !FINAL.has(reasonOf(error)),
          },
        },
      }),
  );
  const [client] = useState(createClient);
  return (
    <trpc.Provider client={client} queryClient={queryClient}>
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </trpc.Provider>
  );
}
