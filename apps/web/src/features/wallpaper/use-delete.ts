'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useFailure } from '@/i18n/use-failure';
import { trpc } from '@/trpc/client';
import { notify } from '@/ui/toast-store';

/** Deletes without asking, and offers to undo it. */
export function useDelete({ onDeleted }: { onDeleted: () => void }) {
  const t = useTranslations('wallpaper');
  const failure = useFailure();
  const restore = useRestore();
  const queryClient = useQueryClient();
  return trpc.wallpaper.delete.useMutation({
    onSuccess(_, { id }) {
      queryClient.invalidateQueries({ queryKey: ['library'] });
      notify(t('deleted'), { label: t('undo'), run: () => restore(id) });
      onDeleted();
    },
    onError: (error) => notify(failure(error)),
  });
}

/** Brings a deleted wallpaper back; for as long as the page lives, whatever else is on it by then. */
export function useRestore() {
  const t = useTranslations('wallpaper');
  const failure = useFailure();
  const queryClient = useQueryClient();
  const utils = trpc.useUtils();
  return async (id: string) => {
    try {
      await utils.client.wallpaper.restore.mutate({ id });
      notify(t('restored'));
      await queryClient.invalidateQueries({ queryKey: ['library'] });
    } catch (error) {
      notify(failure(error));
    }
  };
}
