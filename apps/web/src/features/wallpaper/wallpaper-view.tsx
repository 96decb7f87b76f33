'use client';

import type { Model, Screen, WallpaperDetail } from '@easel/api/contract';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { NamedScreen } from '@/features/screens/screen-kind';
import { useKnownScreens } from '@/features/screens/use-known-screens';
import type { PixelSize } from '@/features/screens/use-this-screen';
import { CreatorLink } from '@/features/wallpaper/creator-link';
import { DownloadButton } from '@/features/wallpaper/download-button';
import { Facts } from '@/features/wallpaper/facts';
import { LikeButton } from '@/features/wallpaper/like-button';
import { OwnerActions } from '@/features/wallpaper/owner-actions';
import { Related } from '@/features/wallpaper/related';
import { ShareButton } from '@/features/wallpaper/share-button';
import { Stage } from '@/features/wallpaper/stage';
import { useFocus } from '@/features/wallpaper/use-focus';
import { Link } from '@/i18n/navigation';
import { trpc } from '@/trpc/client';
import { button } from '@/ui/button';

/** One wallpaper: the picture as large as the window allows, and what can be done with it. */
export function WallpaperView(props: {
  wallpaper: WallpaperDetail;
  models: readonly Model[];
  screens: readonly Screen[];
  /** The screen that this browser was last seen at. */
  seen: PixelSize | null;
}) {
  const t = useTranslations('wallpaper');
  const { id } = props.wallpaper;
  const { data: wallpaper } = trpc.wallpaper.byId.useQuery(
    { id },
    { initialData: props.wallpaper, staleTime: 60_000 },
  );
  const { screens, here } = useKnownScreens(props.screens, props.seen);
  const [shown, setShown] = useState<NamedScreen | null>(null);
  const [focus, setFocus] = useFocus(wallpaper);

  return (
    <article>
      {/* Columns whose widths are known before the second one has arrived. */}
      <div className="wide:grid wide:grid-cols-[minmax(0,1fr)_22rem] wide:items-start wide:gap-10">
        <div className="min-w-0">
          <Stage
            wallpaper={wallpaper}
            screens={screens}
            shown={shown}
            onShow={setShown}
            focus={focus}
            onFocus={setFocus}
          />
        </div>
        <div className="mt-5 grid content-start gap-5 wide:mt-15">
          {wallpaper.original.bytes > 0 ? (
            <DownloadButton
              wallpaper={wallpaper}
              screen={shown ?? here}
              isHere={here !== null && (shown ?? here).key === here.key}
              screens={screens}
              focus={focus}
            />
          ) : (
            <p className="text-sm text-soft">{t('pictureMissing')}</p>
          )}
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
