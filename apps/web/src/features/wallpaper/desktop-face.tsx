'use client';

import { useFormatter } from 'next-intl';
import { useNow } from '@/features/wallpaper/use-now';

const MENUS = [4, 3, 4.5, 3.5];
const APPS = ['files', 'web', 'mail', 'notes', 'music', 'photos', 'chat', 'settings'];

/** A menu bar and a dock: what lies over a wallpaper all day. */
export function DesktopFace({ fine }: { fine: boolean }) {
  const format = useFormatter();
  const now = useNow();
  // The same bar is a smaller part of a larger screen.
  const unit = fine ? 0.72 : 1;
  return (
    <div className="flex h-full flex-col justify-between text-white">
      <div
        className="flex items-center gap-[1cqw] bg-black/30 px-[1.2cqw]"
        style={{ height: `${2.2 * unit}cqw` }}
      >
        {MENUS.map((width) => (
          <span
            key={width}
            className="rounded-full bg-white/75"
            style={{ width: `${width * unit}cqw`, height: `${0.6 * unit}cqw` }}
          />
        ))}
        <span className="ml-auto tabular-nums" style={{ fontSize: `${1.2 * unit}cqw` }}>
          {now &&
            format.dateTime(now.date, {
              hour: 'numeric',
              minute: '2-digit',
              timeZone: now.timeZone,
            })}
        </span>
      </div>
      <div
        className="mx-auto mb-[0.8cqw] flex bg-white/25"
        style={{
          gap: `${0.9 * unit}cqw`,
          padding: `${0.7 * unit}cqw`,
          borderRadius: `${1.6 * unit}cqw`,
        }}
      >
        {APPS.map((app) => (
          <span
            key={app}
            className="rounded-[22%] bg-white/80"
            style={{ width: `${3.6 * unit}cqw`, height: `${3.6 * unit}cqw` }}
          />
        ))}
      </div>
    </div>
  );
}
