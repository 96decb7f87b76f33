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

/** The browser's one; it outlives the pages, so that going back finds what was read. */
let browsers: ReturnType<typeof openData> | undefined;

/** For the pages that ask and tell more than the gallery does, which has no room for this. */
export function DataProvider({ children }: { children: ReactNode }) {
  const [{ queryClient, client }] = useState(dataHere);
  return (
    <trpc.Provider client={client} queryClient={queryClient}>
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </trpc.Provider>
  );
}

function dataHere(): ReturnType<typeof openData> {
  // A server answers many people, and keeps nothing of one for the next.
  if (typeof window === 'undefined') return openData();
  browsers ??= openData();
  return browsers;
}

function openData() {
  const queryClient = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        retry: (failures, error) => failures < 1 && !FINAL.has(reasonOf(error)),
      },
    },
  });
  return { queryClient, client: createClient() };
}
