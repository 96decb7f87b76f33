'use client';

import { type Generation, parseSize } from '@easel/api/contract';
import { useFormatter, useTranslations } from 'next-intl';
import { FinishedPicture } from '@/features/studio/finished-picture';
import { useGeneration } from '@/features/studio/use-generation';
import { useDuration } from '@/i18n/use-duration';
import { useFailure } from '@/i18n/use-failure';
import { useTimeZone } from '@/i18n/use-time-zone';
import { button } from '@/ui/button';
import { AlertGlyph } from '@/ui/glyphs';
import { rowRatio } from '@/ui/row-ratio';

const LONG_MS = 45_000;

/** One generation, from the first second to the picture, in one box that never changes its shape. */
export function GenerationTile(props: {
  generation: Generation;
  live: boolean;
  /** Its words stand above the set it belongs to. */
  inSet: boolean;
  /** Seconds that its model usually takes, where that is known. */
  usual: number | undefined;
  onChange?: (generation: Generation) => void;
  onReuse: (prompt: string) => void;
}) {
  const t = useTranslations('generation');
  const errors = useTranslations('errors');
  const screens = useTranslations('screens');
  const failure = useFailure();
  const duration = useDuration();
  const { generation, ended, cancel, retry } = useGeneration(props.generation, {
    live: props.live,
    ...(props.onChange && { onChange: props.onChange }),
  });
  const { status, error, prompt } = generation;
  const failed = status === 'failed' || status === 'rejected';
  const problem = cancel.error ?? retry.error;
  const size = parseSize(generation.size) ?? { width: 16, height: 10 };

  return (
    <li
      id={`generation-${generation.id}`}
      className="grid w-[min(100%,max(10.5rem,calc(var(--ratio)*var(--row))))] content-start gap-2 [--row:14rem] sm:[--row:16rem]"
      style={{ '--ratio': rowRatio(size) }}
    >
      <div className="relative aspect-(--ratio) w-[min(100%,calc(var(--ratio)*var(--row)))] overflow-hidden rounded-picture bg-sunken">
        {status === 'succeeded' && generation.wallpaperId && (
          <FinishedPicture id={generation.wallpaperId} prompt={prompt} />
        )}
        {!ended && <InProgress generation={generation} label={t(`status.${status}`)} />}
        {(failed || status === 'canceled') && (
          <AlertGlyph
            className={`absolute inset-0 m-auto size-7 ${failed ? 'text-accent' : 'text-soft'}`}
          />
        )}
      </div>
      <div className="grid gap-1">
        <p className={status === 'succeeded' ? 'sr-only' : 'font-medium'}>
          {t(`status.${status}`)}
        </p>
        {!ended && props.usual !== undefined && (
          <p className="text-xs text-soft">{t('usual', { time: duration(props.usual) })}</p>
        )}
        {status === 'retrying' && <Waiting generation={generation} />}
        {failed && <p className="text-pretty">{errors(error?.reason ?? 'INTERNAL')}</p>}
        <p className="line-clamp-2 text-xs text-soft">
          {props.inSet ? screens('size', size) : prompt}
        </p>
        {problem && (
          <p role="alert" className="text-xs">
            {failure(problem)}
          </p>
        )}
        <div className="flex flex-wrap gap-1">
          {!ended && (
            <button
              type="button"
              disabled={cancel.isPending}
              onClick={() => cancel.mutate({ id: generation.id })}
              className={button('bare', '-ml-3 text-soft')}
            >
              {t('cancel')}
            </button>
          )}
          {status === 'failed' && (
            <button
              type="button"
              disabled={retry.isPending}
              onClick={() => retry.mutate({ id: generation.id })}
              className={button('quiet')}
            >
              {t('retry')}
            </button>
          )}
          {(failed || status === 'canceled') && (
            <button
              type="button"
              onClick={() => props.onReuse(prompt)}
              className={button(status === 'failed' ? 'bare' : 'quiet')}
            >
              {status === 'rejected' ? t('changePrompt') : t('reuse')}
            </button>
          )}
        </div>
      </div>
    </li>
  );
}

/** Why it is put aside, and when it goes on by itself if that is not soon. */
function Waiting({ generation }: { generation: Generation }) {
  const t = useTranslations('generation');
  const format = useFormatter();
  const timeZone = useTimeZone();
  const { error, retryAt, updatedAt } = generation;
  const isLong = retryAt && retryAt.getTime() - updatedAt.getTime() > LONG_MS;
  return (
    <p className="text-pretty">
      {t('waiting', { reason: error?.reason ?? 'INTERNAL' })}
      {isLong &&
        ` ${t('again', { time: format.dateTime(retryAt, { hour: 'numeric', minute: 'numeric', timeZone }) })}`}
    </p>
  );
}

/** That it is being worked on, and how far along it is when the model says so. */
function InProgress(props: { generation: Generation; label: string }) {
  const { progress, preview, status } = props.generation;
  // One that waits its turn is nowhere yet; one that says nothing has at least begun.
  const shown = status === 'queued' ? 0 : (progress ?? 0.06);
  return (
    <div
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={progress === undefined ? undefined : Math.round(progress * 100)}
      className="absolute inset-0"
    >
      <div className="breathe absolute inset-0 bg-line" />
      {/* The latest unfinished picture; its words are the tile's own. */}
      {preview && <img src={preview} alt="" className="absolute inset-0 size-full object-cover" />}
      <div className="absolute inset-x-0 bottom-0 h-1 bg-line">
        <div
          className="h-full origin-left bg-accent transition-transform duration-600 ease-calm"
          style={{ transform: `scaleX(${shown})` }}
        />
      </div>
    </div>
  );
}
