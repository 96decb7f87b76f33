'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { button } from '@/ui/button';
import { currentToasts, dismiss, onToastsChanged, type Toast } from '@/ui/toast-store';

const NONE: readonly Toast[] = [];
/** Long enough to read a sentence, find "Undo" and press it. */
const SHOWN_FOR_MS = 8000;

/** Shows what `notify` says. One for the whole site, so a message outlives the page it came from. */
export function Toaster({ icon }: { icon: ReactNode }) {
  const t = useTranslations('toast');
  const toasts = useSyncExternalStore(onToastsChanged, currentToasts, () => NONE);
  return (
    <section
      aria-label={t('label')}
      className="pointer-events-none fixed inset-x-0 bottom-20 z-50 flex flex-col items-center gap-2 px-4 sm:bottom-6"
    >
      <div role="status" aria-live="polite" className="contents">
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} icon={icon} />
        ))}
      </div>
    </section>
  );
}

function ToastCard({ toast, icon }: { toast: Toast; icon: ReactNode }) {
  const t = useTranslations('toast');
  const [held, setHeld] = useState(false);

  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismiss(toast.id), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [held, toast.id]);

  return (
    // Whoever points at it or is in it with the keyboard is still reading.
    // biome-ignore lint/a11y/noStaticElementInteractions: the events only hold the timer
    <div
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="arrive pointer-events-auto flex w-full max-w-md items-center gap-1 rounded-control bg-ink py-1 pr-1 pl-4 text-on-ink shadow-float forced-colors:border"
    >
      <p className="min-w-0 flex-1 py-2">{toast.text}</p>
      {toast.action && (
        <button
          type="button"
          className={button(
            'bare',
            'text-on-ink! underline underline-offset-4 hover:bg-on-ink/15!',
          )}
          onClick={() => {
            dismiss(toast.id);
            toast.action?.run();
          }}
        >
          {toast.action.label}
        </button>
      )}
      <button
        type="button"
        aria-label={t('dismiss')}
        className={button('icon', 'text-on-ink! hover:bg-on-ink/15!')}
        onClick={() => dismiss(toast.id)}
      >
        {icon}
      </button>
    </div>
  );
}
