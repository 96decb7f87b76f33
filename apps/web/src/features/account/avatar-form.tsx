'use client';

import { LIMITS, type Me } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { refreshMe } from '@/features/account/use-me';
import { useFailure } from '@/i18n/use-failure';
import { trpc } from '@/trpc/client';
import { Avatar } from '@/ui/avatar';
import { button } from '@/ui/button';

/** What the server says of an upload that it does not take. */
const REFUSED: Record<number, 'avatarWrong' | 'avatarTooLarge'> = {
  400: 'avatarWrong',
  413: 'avatarTooLarge',
  415: 'avatarWrong',
};

/** The picture that others see: one's own, or the one that is drawn here. */
export function AvatarForm({ me }: { me: Me }) {
  const t = useTranslations('settings');
  const errors = useTranslations('errors');
  const failure = useFailure();
  const file = useRef<HTMLInputElement>(null);
  const [src, setSrc] = useState(me.avatarUrl);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  async function show(avatarUrl: string) {
    setSrc(avatarUrl);
    await refreshMe();
  }
  const reset = trpc.user.update.useMutation({
    onSuccess: ({ avatarUrl }) => show(avatarUrl),
    onError: (error) => setProblem(failure(error)),
  });

  async function upload(picture: File) {
    setProblem(undefined);
    if (picture.size > LIMITS.avatarBytes) return setProblem(t('avatarTooLarge'));
    setBusy(true);
    try {
      const response = await fetch('/api/account/avatar', {
        method: 'POST',
        headers: { 'content-type': picture.type || 'application/octet-stream' },
        body: picture,
      });
      const refused = REFUSED[response.status];
      if (response.ok) await show((await response.json()).avatarUrl);
      else if (refused) setProblem(t(refused));
      else setProblem(errors(response.status === 429 ? 'RATE_LIMITED' : 'INTERNAL'));
    } catch {
      setProblem(errors('OFFLINE'));
    }
    setBusy(false);
  }

  const own = !src.startsWith('/api/avatars/');
  return (
    <div className="mb-6">
      <div className="flex flex-wrap items-center gap-4" aria-busy={busy || reset.isPending}>
        <Avatar src={src} size={80} />
        <div className="flex flex-wrap gap-2">
          <input
            ref={file}
            hidden
            type="file"
            accept="image/png,image/jpeg,image/webp"
            onChange={({ target }) => {
              const [picture] = target.files ?? [];
              if (picture) void upload(picture);
              // The same file can be chosen again.
              target.value = '';
            }}
          />
          <button
            type="button"
            disabled={busy}
            onClick={() => file.current?.click()}
            className={button('quiet')}
          >
            {busy ? t('avatarBusy') : t('avatarUpload')}
          </button>
          {own && (
            <button
              type="button"
              disabled={reset.isPending}
              onClick={() => {
                setProblem(undefined);
                reset.mutate({ avatar: null });
              }}
              className={button('bare')}
            >
              {t('avatarReset')}
            </button>
          )}
        </div>
      </div>
      <p role="alert" className={problem ? 'mt-2' : 'sr-only'}>
        {problem}
      </p>
    </div>
  );
}
