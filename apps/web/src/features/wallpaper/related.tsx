'use client';

import { useTranslations } from 'next-intl';
import { PictureRows } from '@/features/gallery/picture-rows';
import { trpc } from '@/trpc/client';
import { FailedNotice } from '@/ui/failed-notice';
import { RowsSkeleton } from '@/ui/rows-skeleton';

const SHOWN = 12;

/** Where to look next. Nothing is said when nothing is near. */
export function Related({ id }: { id: string }) {
  const t = useTranslations('wallpaper');
  const related = trpc.wallpaper.related.useQuery({ id, limit: SHOWN });
  if (related.data?.length === 0) return null;
  return (
    <section aria-labelledby="related" className="mt-14">
      <h2 id="related" className="mb-4 text-lg">
        {t('related')}
      </h2>
      {related.isPending && <RowsSkeleton count={8} />}
      {related.data && <PictureRows label={t('related')} items={related.data} />}
      {related.isError && (
        <FailedNotice title={t('relatedFailed')} error={related.error} onRetry={related.refetch} />
      )}
    </section>
  );
}
