'use client';

import { useFormatter } from 'next-intl';
import { useNow } from '@/features/wallpaper/use-now';

/** A clock, as on the screen of a phone that lies on the table. */
export function LockFace({ small }: { small: boolean }) {
  const format = useFormatter();
  const now = useNow();
  return (
    <div className="grid h-full grid-rows-[1fr_auto] justify-items-center text-white [text-shadow:0_0.3cqw_2cqw_rgb(0_0_0/0.35)]">
      <div
        className={`grid content-start justify-items-center ${small ? 'pt-[7cqw]' : 'pt-[17cqw]'}`}
      >
        {now && (
          <>
            <span className={`font-medium ${small ? 'text-[3cqw]' : 'text-[5.2cqw]'}`}>
              {format.dateTime(now.date, {
                weekday: 'long',
                month: 'long',
                day: 'numeric',
                timeZone: now.timeZone,
              })}
            </span>
            <span
              className={`leading-[1.1] font-semibold tracking-tight tabular-nums ${small ? 'text-[12cqw]' : 'text-[23cqw]'}`}
            >
              {format
                .dateTime(now.date, { hour: 'numeric', minute: '2-digit', timeZone: now.timeZone })
                .replace(/\s?[AP]M$/, '')}
            </span>
          </>
        )}
      </div>
      {!small && (
        <div className="flex w-full justify-between px-[11cqw] pb-[7cqw]">
          <span className="size-[12cqw] rounded-full bg-black/30" />
          <span className="size-[12cqw] rounded-full bg-black/30" />
        </div>
      )}
      <Bar />
    </div>
  );
}

const ICONS = Array.from({ length: 20 }, (_, index) => `icon-${index}`);
const DOCK = ['phone', 'mail', 'web', 'music'];
const ICON = 'aspect-square rounded-[22%] bg-white/75';

/** Rows of apps, to see what they cover and whether the names would be legible. */
export function HomeFace() {
  return (
    <div className="flex h-full flex-col justify-between px-[6.5cqw] pt-[15cqw]">
      <div className="grid grid-cols-4 gap-x-[7cqw] gap-y-[6cqw]">
        {ICONS.map((icon) => (
          <div key={icon} className="grid gap-[1.4cqw]">
            <div className={ICON} />
            <div className="mx-auto h-[1.4cqw] w-3/4 rounded-full bg-white/75" />
          </div>
        ))}
      </div>
      <div>
        <div className="-mx-[3cqw] grid grid-cols-4 gap-x-[7cqw] rounded-[9cqw] bg-black/25 px-[3.5cqw] py-[3.5cqw]">
          {DOCK.map((icon) => (
            <div key={icon} className={ICON} />
          ))}
        </div>
        <Bar />
      </div>
    </div>
  );
}

function Bar() {
  return (
    <div className="mx-auto mt-[1.5cqw] mb-[2cqw] h-[1.2cqw] w-[34cqw] rounded-full bg-white/85" />
  );
}
