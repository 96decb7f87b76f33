'use client';

import type { Focus, WallpaperDetail } from '@easel/api/contract';
import { useFormatter, useTranslations } from 'next-intl';
import { type PointerEvent, useId, useRef, useState } from 'react';
import { type NamedScreen, screenKind } from '@/features/screens/screen-kind';
import { focusAt, freedom, placeOf } from '@/features/wallpaper/crop';
import { ScreenFrame } from '@/features/wallpaper/screen-frame';
import { button } from '@/ui/button';
import { Picture } from '@/ui/picture';

/** A wallpaper on a screen, cropped as its download will be. The crop is moved by dragging or with the slider. */
export function SeenOn(props: {
  wallpaper: WallpaperDetail;
  screen: NamedScreen;
  focus: Focus;
  onFocus: (focus: Focus) => void;
}) {
  const t = useTranslations('wallpaper');
  const format = useFormatter();
  const id = useId();
  const [face, setFace] = useState<'lock' | 'home'>('lock');
  const dragged = useRef<{ from: number; place: number } | null>(null);
  const { wallpaper, screen, focus } = props;
  const kind = screenKind(screen);
  const free = freedom(wallpaper, screen);
  const place = free ? placeOf(focus, free) : 0.5;
  const position = free?.axis === 'y' ? `50% ${place * 100}%` : `${place * 100}% 50%`;
  const move = (next: number) => free && props.onFocus(focusAt(next, focus, free));

  function onPointerMove(event: PointerEvent<HTMLDivElement>) {
    if (!free || !dragged.current) return;
    const box = event.currentTarget.getBoundingClientRect();
    const [at, edge] = free.axis === 'x' ? [event.clientX, box.width] : [event.clientY, box.height];
    // The picture is larger than the screen by what is cut away.
    const hidden = (edge * free.cut) / (1 - free.cut);
    move(dragged.current.place - (at - dragged.current.from) / hidden);
  }

  return (
    <div className="grid justify-items-center gap-4">
      <ScreenFrame kind={kind} face={face} ratio={screen.width / screen.height}>
        <div
          className={`size-full touch-pan-y ${free ? 'cursor-grab active:cursor-grabbing' : ''}`}
          onPointerDown={(event) => {
            if (!free) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            const from = free.axis === 'x' ? event.clientX : event.clientY;
            dragged.current = { from, place };
          }}
          onPointerMove={onPointerMove}
          onPointerUp={() => {
            dragged.current = null;
          }}
          onPointerCancel={() => {
            dragged.current = null;
          }}
        >
          <Picture
            image={wallpaper.image}
            alt={t('onScreen', { screen: screen.name, prompt: wallpaper.prompt })}
            sizes={`${Math.round((wallpaper.width / wallpaper.height) * 80)}vh`}
            position={position}
            first
          />
        </div>
      </ScreenFrame>
      <div className="flex min-h-11 flex-wrap items-center justify-center gap-x-5 gap-y-2">
        {kind === 'phone' && (
          <fieldset className="flex gap-1">
            <legend className="sr-only">{t('face')}</legend>
            {(['lock', 'home'] as const).map((one) => (
              <button
                key={one}
                type="button"
                aria-pressed={face === one}
                onClick={() => setFace(one)}
                className={button('chip', 'px-3.5')}
              >
                {t(`faces.${one}`)}
              </button>
            ))}
          </fieldset>
        )}
        {free ? (
          <label htmlFor={`${id}-move`} className="flex min-h-11 items-center gap-3 text-xs">
            {t('move', { percent: format.number(free.cut, { style: 'percent' }) })}
            <input
              id={`${id}-move`}
              type="range"
              min={0}
              max={100}
              value={Math.round(place * 100)}
              onChange={(event) => move(Number(event.target.value) / 100)}
              className="h-11 w-36 accent-ink"
            />
          </label>
        ) : (
          <p className="text-xs text-soft">{t('fitsExactly')}</p>
        )}
      </div>
    </div>
  );
}
