'use client';

import { type Generation, hasEnded } from '@easel/api/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { refreshMe } from '@/features/account/use-me';
import { setPending } from '@/features/studio/pending';
import { trpc } from '@/trpc/client';

const POLL_MS = 2000;

/**
 * One generation as it is now: pushed by the server, asked for every two seconds when the push is
 * not to be had, and whatever the person does to it. `live` says that this one may hold a
 * connection; a browser has six for a site.
 */
export function useGeneration(
  initial: Generation,
  options: { live: boolean; onChange?: (generation: Generation) => void },
) {
  const [latest, setLatest] = useState(initial);
  const [pushed, setPushed] = useState(true);
  const queryClient = useQueryClient();
  const current = initial.version > latest.version ? initial : latest;
  const ended = hasEnded(current.status);

  function take(next: Generation) {
    if (next.version <= current.version) return;
    setLatest(next);
    options.onChange?.(next);
    if (!hasEnded(next.status)) return;
    // The allowance may have come back, and there may be a picture more.
    refreshMe();
    queryClient.invalidateQueries({ queryKey: ['library'] });
  }

  useEffect(() => setPending(current.id, !ended), [current.id, ended]);

  const push = options.live && pushed;
  trpc.generation.watch.useSubscription(
    { id: current.id },
    {
      enabled: push && !ended,
      onData: (event) => take(event.data),
      onError: () => setPushed(false),
    },
  );
  const polled = trpc.generation.byId.useQuery(
    { id: current.id },
    { enabled: !push && !ended, staleTime: 0, refetchInterval: POLL_MS },
  );
  const taken = useEffectEvent(take);
  useEffect(() => {
    if (polled.data) taken(polled.data);
  }, [polled.data]);

  const cancel = trpc.generation.cancel.useMutation({ onSuccess: take });
  const retry = trpc.generation.retry.useMutation({
    onSuccess(next) {
      setPushed(true);
      take(next);
      refreshMe();
    },
  });
  return { generation: current, ended, cancel, retry };
}
