'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';

type State = 'unknown' | 'lost' | 'back';
const SHOWN_FOR_MS = 4000;

/** Says that the connection is lost for as long as it is, and in passing that it is back. */
export function Connection() {
  const t = useTranslations('connection');
  const [state, setState] = useState<State>('unknown');

  useEffect(() => {
    const lost = () => setState('lost');
    const back = () => setState((before) => (before === 'lost' ? 'back' : before));
    if (!navigator.onLine) lost();
    window.addEventListener('offline', lost);
    window.addEventListener('online', back);
    return () => {
      window.removeEventListener('offline', lost);
      window.removeEventListener('online', back);
    };
  }, []);

  useEffect(() => {
    if (state !== 'back') return;
    const timer = setTimeout(() => setState('unknown'), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [state]);

  return (
    <div
      role="status"
      className="fixed inset-x-0 bottom-[calc(3.5rem+env(safe-area-inset-bottom))] z-40 sm:bottom-0"
    >
      {state !== 'unknown' && (
        <p className="bg-ink px-4 py-2 text-center text-xs text-on-ink forced-colors:border-b">
          {state === 'lost' ? t('lost') : t('back')}
        </p>
      )}
    </div>
  );
}
