'use client';

import type { WallpaperDetail } from '@easel/api/contract';
import { useQueryClient } from '@tanstack/react-query';
import { Heart } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useFailure } from '@/i18n/use-failure';
import { trpc } from '@/trpc/client';
import { button } from '@/ui/button';
import { notify } from '@/ui/toast-store';

/** Shows the like at once and takes it back if it did not get through. */
export function LikeButton({ wallpaper }: { wallpaper: WallpaperDetail }) {
  const t = useTranslations('wallpaper');
  const format = useFormatter();
  const failure = useFailure();
  const queryClient = useQueryClient();
  const utils = trpc.useUtils();
  const { id, liked, likeCount } = wallpaper;

  const show = (next: boolean) =>
    utils.wallpaper.byId.setData({ id }, (before) =>
      before && before.liked !== next
        ? { ...before, liked: next, likeCount: before.likeCount + (next ? 1 : -1) }
        : before,
    );
  const answer = (next: boolean) => ({
    onMutate: () => {
      show(next);
    },
    onError(error: unknown) {
      show(!next);
      notify(failure(error));
    },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['library', 'likes'] }),
  });
  const like = trpc.wallpaper.like.useMutation(answer(true));
  const unlike = trpc.wallpaper.unlike.useMutation(answer(false));

  return (
    <button
      type="button"
      aria-pressed={liked}
      onClick={() => (liked ? unlike : like).mutate({ id })}
      className={button('quiet')}
    >
      <Heart aria-hidden="true" className={liked ? 'fill-accent text-accent' : ''} />
      <span className="sr-only">{t('like')}</span>
      <span className="tabular-nums">{format.number(likeCount)}</span>
    </button>
  );
}
