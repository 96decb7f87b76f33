'use client';

import { useTranslations } from 'next-intl';
import { Link } from '@/i18n/navigation';
import { trpc } from '@/trpc/client';
import { reasonOf } from '@/trpc/reason';
import { Picture } from '@/ui/picture';

/** The picture a generation became, in the box that waited for it. */
export function FinishedPicture({ id, prompt }: { id: string; prompt: string }) {
  const t = useTranslations('generation');
  const wallpaper = trpc.wallpaper.byId.useQuery({ id }, { staleTime: 600_000 });
  if (wallpaper.data) {
    return (
      <Link
        href={`/w/${id}`}
        className="arrive absolute inset-0 focus-visible:outline-4 focus-visible:-outline-offset-4"
      >
        <Picture
          image={wallpaper.data.image}
          alt={prompt}
          sizes="(max-width: 40rem) 92vw, 28rem"
          first
        />
      </Link>
    );
  }
  if (!wallpaper.error) return <div className="breathe absolute inset-0 bg-line" />;
  return (
    <p className="absolute inset-0 grid place-items-center p-3 text-center text-xs text-soft">
      {reasonOf(wallpaper.error) === 'NOT_FOUND' ? t('gone') : t('unread')}
    </p>
  );
}
