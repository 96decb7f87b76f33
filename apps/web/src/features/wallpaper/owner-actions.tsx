'use client';

import type { WallpaperDetail } from '@easel/api/contract';
import { useQueryClient } from '@tanstack/react-query';
import { Eye, EyeOff, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useDelete } from '@/features/wallpaper/use-delete';
import { useRouter } from '@/i18n/navigation';
import { useFailure } from '@/i18n/use-failure';
import { trpc } from '@/trpc/client';
import { button } from '@/ui/button';
import { notify } from '@/ui/toast-store';

/** What only the owner can do: decide who sees it, and take it away. */
export function OwnerActions({ wallpaper }: { wallpaper: WallpaperDetail }) {
  const t = useTranslations('wallpaper');
  const failure = useFailure();
  const router = useRouter();
  const queryClient = useQueryClient();
  const utils = trpc.useUtils();
  const { id, visibility } = wallpaper;
  const isPublic = visibility === 'public';

  const publish = trpc.wallpaper.update.useMutation({
    onSuccess(next) {
      utils.wallpaper.byId.setData({ id }, next);
      queryClient.invalidateQueries({ queryKey: ['library'] });
      notify(next.visibility === 'public' ? t('nowPublic') : t('nowPrivate'));
    },
    onError: (error) => notify(failure(error)),
  });
  const remove = useDelete({ onDeleted: () => router.push('/library') });

  return (
    <div className="border-t border-line pt-3">
      <p className="mb-1 text-xs text-soft">{isPublic ? t('isPublic') : t('isPrivate')}</p>
      <div className="-ml-3 flex flex-wrap">
        <button
          type="button"
          disabled={publish.isPending}
          onClick={() => publish.mutate({ id, visibility: isPublic ? 'private' : 'public' })}
          className={button('bare')}
        >
          {isPublic ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
          {isPublic ? t('makePrivate') : t('makePublic')}
        </button>
        <button
          type="button"
          disabled={remove.isPending}
          onClick={() => remove.mutate({ id })}
          className={button('bare')}
        >
          <Trash2 aria-hidden="true" />
          {t('delete')}
        </button>
      </div>
    </div>
  );
}
