'use client';

import type { Model, WallpaperDetail } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { CreatorLink } from '@/features/wallpaper/creator-link';
import { DownloadButton } from '@/features/wallpaper/download-button';
import { Facts } from '@/features/wallpaper/facts';
import { LikeButton } from '@/features/wallpaper/like-button';
import { OwnerActions } from '@/features/wallpaper/owner-actions';
import { Related } from '@/features/wallpaper/related';
import { ShareButton } from '@/features/wallpaper/share-button';
import { Link } from '@/i18n/navigation';
import { trpc } from '@/trpc/client';
import { button } from '@/ui/button';
import { Picture } from '@/ui/picture';

/** One wallpaper: the picture as large as the window allows, and what can be done with it. */
export function WallpaperView(props: { wallpaper: WallpaperDetail; models: readonly Model[] }) {
  const t = useTranslations('wallpaper');
  const { id } = props.wallpaper;
  const { data: wallpaper } = trpc.wallpaper.byId.useQuery(
    { id },
    { initialData: props.wallpaper, staleTime: 60_000 },
  );
  const ratio = wallpaper.width / wallpaper.height;

  return (
    <article>
      <div className="wide:flex wide:items-start wide:gap-10">
        <div className="min-w-0 flex-1">
          <div
            // As wide as its column, but never taller than what the window shows at once.
            className="mx-auto aspect-(--ratio) w-full max-w-[calc((100svh-8rem)*var(--ratio))] overflow-hidden rounded-picture wide:max-w-[calc((100svh-7rem)*var(--ratio))]"
            style={{ '--ratio': ratio }}
          >
            <Picture
              image={wallpaper.image}
              alt={wallpaper.prompt}
              sizes={`(max-width: 68rem) 100vw, min(calc(100vw - 28rem), ${Math.round(ratio * 92)}vh)`}
              first
            />
          </div>
        </div>
        <div className="mt-5 grid content-start gap-5 wide:mt-0 wide:w-88 wide:shrink-0">
          <DownloadButton wallpaper={wallpaper} />
          <div className="flex flex-wrap items-center gap-1">
            <LikeButton wallpaper={wallpaper} />
            <Link href={{ pathname: '/create', query: { remix: id } }} className={button('quiet')}>
              {t('remix')}
            </Link>
            <ShareButton prompt={wallpaper.prompt} />
          </div>
          <h1 className="text-base font-normal tracking-normal text-pretty whitespace-pre-line [overflow-wrap:anywhere]">
            {wallpaper.prompt}
          </h1>
          <CreatorLink creator={wallpaper.creator} />
          <Facts wallpaper={wallpaper} models={props.models} />
          {wallpaper.mine && <OwnerActions wallpaper={wallpaper} />}
        </div>
      </div>
      <Related id={id} />
    </article>
  );
}
