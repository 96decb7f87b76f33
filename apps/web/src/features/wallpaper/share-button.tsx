'use client';

import { Share } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { button } from '@/ui/button';
import { notify } from '@/ui/toast-store';

/** The device's own way to share, or the address on the clipboard. */
export function ShareButton({ prompt }: { prompt: string }) {
  const t = useTranslations('wallpaper');

  async function share() {
    const url = window.location.href;
    try {
      if (navigator.share) await navigator.share({ url, title: prompt.slice(0, 80) });
      else {
        await navigator.clipboard.writeText(url);
        notify(t('copied'));
      }
    } catch (error) {
      // Somebody who closes the sheet has changed their mind; nothing went wrong.
      if (error instanceof DOMException && error.name === 'AbortError') return;
      notify(t('notCopied'));
    }
  }

  return (
    <button type="button" onClick={share} aria-label={t('share')} className={button('icon')}>
      <Share aria-hidden="true" />
    </button>
  );
}
