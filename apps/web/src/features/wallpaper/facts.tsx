'use client';

import { type Model, UNKNOWN_MODEL, type WallpaperDetail } from '@easel/api/contract';
import { useFormatter, useTranslations } from 'next-intl';
import { ModelName } from '@/features/studio/model-name';
import { Link } from '@/i18n/navigation';
import { swatch } from '@/ui/swatch';

/** What is known about a wallpaper, for those who want to know. */
export function Facts(props: { wallpaper: WallpaperDetail; models: readonly Model[] }) {
  const t = useTranslations('wallpaper');
  const screens = useTranslations('screens');
  const colors = useTranslations('colors');
  const format = useFormatter();
  const { wallpaper } = props;
  const { original, params } = wallpaper;
  const model = props.models.find((one) => one.id === wallpaper.model);
  const kind = original.contentType.replace(/^image\//, '').toUpperCase();
  const megabytes = format.number(original.bytes / 1e6, { maximumFractionDigits: 1 });

  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 border-t border-line pt-5 text-xs [&_dt]:text-soft">
      <dt>{t('size')}</dt>
      <dd>
        {screens('size', original)}
        {original.bytes > 0 && <> · {t('file', { kind, megabytes })}</>}
      </dd>
      {wallpaper.model !== UNKNOWN_MODEL && (
        <>
          <dt>{t('madeWith')}</dt>
          <dd>{model ? <ModelName model={model} /> : wallpaper.model}</dd>
        </>
      )}
      {params.quality && (
        <>
          <dt>{t('quality')}</dt>
          <dd>{params.quality}</dd>
        </>
      )}
      <dt>{t('made')}</dt>
      <dd>
        <time dateTime={wallpaper.createdAt.toISOString()}>
          {format.dateTime(wallpaper.createdAt, { dateStyle: 'long' })}
        </time>
      </dd>
      {wallpaper.palette.length > 0 && (
        <>
          <dt className="self-center">{t('colors')}</dt>
          <dd className="-ml-3 flex flex-wrap">
            {wallpaper.palette.map((color) => (
              <Link
                key={color}
                href={{ pathname: '/', query: { color } }}
                aria-label={colors(color)}
                title={colors(color)}
                className="grid size-11 place-items-center rounded-full"
              >
                <span
                  className="size-5 rounded-full border border-edge/50 forced-color-adjust-none"
                  style={{ backgroundColor: swatch(color) }}
                />
              </Link>
            ))}
          </dd>
        </>
      )}
      {wallpaper.remixOf && (
        <>
          <dt>{t('remixOf')}</dt>
          <dd>
            <Link href={`/w/${wallpaper.remixOf}`} className="underline underline-offset-4">
              {t('remixSource')}
            </Link>
          </dd>
        </>
      )}
    </dl>
  );
}
