'use client';

import { formatSize, type Generation, type RouterInputs } from '@easel/api/contract';
import { useRef, useState } from 'react';
import { refreshMe } from '@/features/account/use-me';
import type { PixelSize } from '@/features/screens/use-this-screen';
import { trpc } from '@/trpc/client';
import { reasonOf, waitOf } from '@/trpc/reason';

type Request = Omit<RouterInputs['generation']['create'], 'size' | 'idempotencyKey'>;

const LONGEST_WAIT_S = 5;

/**
 * Starts one generation for each size. Of a set that is larger than what may be in the making at
 * once, the others start as the first ones end. A set that did not get through keeps its keys, so
 * that pressing again starts what is missing and nothing twice.
 */
export function useCreate() {
  const utils = trpc.useUtils();
  const lost = useRef<{ of: string; keys: string[] } | null>(null);
  const [created, setCreated] = useState<readonly Generation[]>([]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function start(input: RouterInputs['generation']['create'], inSet: boolean) {
    for (;;) {
      try {
        return await utils.client.generation.create.mutate(input);
      } catch (error) {
        if (!inSet || reasonOf(error) !== 'TOO_MANY_IN_FLIGHT') throw error;
        const seconds = Math.min(waitOf(error) ?? LONGEST_WAIT_S, LONGEST_WAIT_S);
        await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      }
    }
  }

  async function create(sizes: readonly PixelSize[], request: Request) {
    const of = JSON.stringify([sizes, request]);
    const keys = lost.current?.of === of ? lost.current.keys : sizes.map(() => crypto.randomUUID());
    setBusy(true);
    setError(null);
    const begun: (Generation | undefined)[] = sizes.map(() => undefined);
    const results = await Promise.allSettled(
      sizes.map(async (size, index) => {
        const input = { ...request, size: formatSize(size), idempotencyKey: keys[index] };
        begun[index] = await start(input, sizes.length > 1);
        // In the order of the screens, whichever answer came first.
        const started = begun.filter((one) => one !== undefined);
        setCreated((before) => [
          ...started,
          ...before.filter((one) => !started.some((fresh) => fresh.id === one.id)),
        ]);
      }),
    );
    const refused = results.find((one) => one.status === 'rejected');
    lost.current = refused ? { of, keys } : null;
    setError(refused?.reason ?? null);
    setBusy(false);
    await refreshMe();
  }

  return { create, created, busy, error };
}
