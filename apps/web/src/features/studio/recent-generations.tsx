'use client';

import { type Generation, hasEnded } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { GenerationTiles } from '@/features/studio/generation-tiles';
import { Link } from '@/i18n/navigation';
import { trpc } from '@/trpc/client';
import { button } from '@/ui/button';
import { FailedNotice } from '@/ui/failed-notice';
import { TilesSkeleton } from '@/ui/tiles-skeleton';

const SHOWN = 12;

/** What is being painted and what was painted last; it is all still here after leaving the page. */
export function RecentGenerations(props: {
  title: string;
  created: readonly Generation[];
  times: Readonly<Record<string, number>>;
  onChange: (generation: Generation) => void;
  onReuse: (prompt: string) => void;
}) {
  const t = useTranslations('studio');
  const recent = trpc.generation.list.useQuery(
    { limit: SHOWN },
    // Whoever comes back finds what was begun a moment before leaving.
    { staleTime: 0, refetchOnWindowFocus: false },
  );
  const older = (recent.data?.items ?? []).filter(
    (one) => !props.created.some((fresh) => fresh.id === one.id),
  );
  const all = [...props.created, ...older];
  if (recent.isSuccess && all.length === 0) return null;

  return (
    <section aria-labelledby="recent" className="mt-14">
      <div className="mb-4 flex min-h-11 items-center justify-between gap-4">
        <h2 id="recent" className="text-lg">
          {props.title}
        </h2>
        {all.some((one) => hasEnded(one.status)) && (
          <Link
            href={{ pathname: '/library', query: { tab: 'generations' } }}
            className={button('bare', '-mr-3 text-soft')}
          >
            {t('all')}
          </Link>
        )}
      </div>
      {all.length > 0 && (
        <GenerationTiles
          label={props.title}
          generations={all}
          times={props.times}
          onChange={props.onChange}
          onReuse={props.onReuse}
        />
      )}
      {recent.isPending && <TilesSkeleton />}
      {recent.isError && (
        <FailedNotice title={t('recentFailed')} error={recent.error} onRetry={recent.refetch} />
      )}
    </section>
  );
}
