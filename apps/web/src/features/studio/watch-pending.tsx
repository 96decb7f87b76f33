'use client';

import { hasEnded } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useState } from 'react';
import { pendingIds, setPending } from '@/features/studio/pending';
import { useProgressTitle } from '@/features/studio/use-progress-title';
import { useTellDone } from '@/features/studio/use-tell-done';
import { ask } from '@/trpc/ask';
import { reasonOf } from '@/trpc/reason';
import { notify } from '@/ui/toast-store';

const POLL_MS = 4000;

/** Asks after the generations that were left, until the last of them has ended. */
export function WatchPending({ onNone }: { onNone: () => void }) {
  const t = useTranslations('generation');
  const tellDone = useTellDone();
  const [counts, setCounts] = useState({ working: pendingIds().length, finished: 0 });
  useProgressTitle(counts);

  async function look(id: string): Promise<boolean> {
    try {
      const generation = await ask('generation.byId', { id }, { credentials: 'same-origin' });
      if (!hasEnded(generation.status)) return false;
      if (generation.status === 'succeeded') tellDone(generation);
      else if (generation.status !== 'canceled')
        notify(t('notDone', { prompt: generation.prompt.slice(0, 60) }));
    } catch (error) {
      // It is not this person's any more; anything else may work the next time.
      if (!['NOT_FOUND', 'SIGNED_OUT'].includes(reasonOf(error))) return false;
    }
    setPending(id, false);
    return true;
  }

  const lookAtAll = useEffectEvent(async () => {
    const ended = await Promise.all(pendingIds().map(look));
    const left = pendingIds().length;
    const finished = ended.filter(Boolean).length;
    if (finished > 0)
      setCounts((before) => ({ working: left, finished: before.finished + finished }));
    if (left === 0 && !document.hidden) onNone();
  });
  useEffect(() => {
    const timer = setInterval(() => lookAtAll(), POLL_MS);
    return () => clearInterval(timer);
  }, []);

  return null;
}
