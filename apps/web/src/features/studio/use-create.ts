'use client';

import { formatSize, type Generation, type RouterInputs } from '@easel/api/contract';
import { useRef, useState } from 'react';
import { refreshMe } from '@/features/account/use-me';
import type { PixelSize } from '@/features/screens/use-this-screen';
import { trpc } from '@/trpc/client';

type Request = Omit<RouterInputs['generation']['create'], 'size' | 'idempotencyKey'>;

/**
 * Starts one generation for each size. A set that did not get through keeps its keys, so that
 * pressing again starts what is missing and nothing twice.
 */
export function useCreate() {
  const utils = trpc.useUtils();
  const lost = useRef<{ of: string; keys: string[] } | null>(null);
  const [created, setCreated] = useState<readonly Generation[]>([]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function create(sizes: readonly PixelSize[], request: Request) {
    const of = JSON.stringify([sizes, request]);
    const keys = lost.current?.of === of ? lost.current.keys : sizes.map(() => crypto.randomUUID());
    setBusy(true);
    setError(null);
    const results = await Promise.allSettled(
      sizes.map((size, index) =>
        utils.client.generation.create.mutate({
          ...request,
          size: formatSize(size),
          idempotencyKey: keys[index],
        }),
      ),
    );
    const started = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const refused = results.find((one) => one.status === 'rejected');
    setCreated((before) => [
      ...started,
      ...before.filter((one) => !started.some((fresh) => fresh.id === one.id)),
    ]);
    lost.current = refused ? { of, keys } : null;
    setError(refused?.reason ?? null);
    setBusy(false);
    await refreshMe();
  }

  return { create, created, busy, error };
}
