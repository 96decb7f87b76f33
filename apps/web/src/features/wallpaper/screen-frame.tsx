import type { ReactNode } from 'react';
import type { ScreenKind } from '@/features/screens/screen-kind';
import { DesktopFace } from '@/features/wallpaper/desktop-face';
import { HomeFace, LockFace } from '@/features/wallpaper/phone-face';

const BODY = 'bg-[#1b1b1d] ring-1 ring-[#3d3d41] forced-color-adjust-none';

/** How round a screen's corners are, and how thick what stands around it, in hundredths of its width. */
const SHAPES = {
  phone: { corner: 13, bezel: 3.2 },
  tablet: { corner: 3.5, bezel: 3.4 },
  laptop: { corner: 1.2, bezel: 1.3 },
  monitor: { corner: 0.6, bezel: 0.9 },
} satisfies Record<ScreenKind, { corner: number; bezel: number }>;

/**
 * A device around a screen, drawn here, no picture of anybody's product. It is as large as its
 * column and the window allow; everything in it is measured in the screen's own width.
 */
export function ScreenFrame(props: {
  kind: ScreenKind;
  face: 'lock' | 'home';
  ratio: number;
  children: ReactNode;
}) {
  const { kind, face } = props;
  const { corner, bezel } = SHAPES[kind];
  const handheld = kind === 'phone' || kind === 'tablet';
  return (
    <div
      className="@container w-full max-w-[calc((100svh-17rem)*var(--ratio))] wide:max-w-[calc((100svh-15rem)*var(--ratio))]"
      style={{ '--ratio': props.ratio }}
    >
      <div
        className={BODY}
        style={{ padding: `${bezel}cqw`, borderRadius: `${corner + bezel * 0.8}cqw` }}
      >
        <div
          className="relative isolate aspect-(--ratio) overflow-hidden bg-black"
          style={{ borderRadius: `${corner}cqw` }}
        >
          {props.children}
          <div className="pointer-events-none absolute inset-0" aria-hidden="true">
            {handheld && face === 'lock' && <LockFace small={kind === 'tablet'} />}
            {handheld && face === 'home' && <HomeFace />}
            {kind === 'phone' && (
              <span className="absolute top-[3cqw] left-1/2 size-[4.2cqw] -translate-x-1/2 rounded-full bg-black" />
            )}
            {!handheld && <DesktopFace fine={kind === 'monitor'} />}
          </div>
        </div>
      </div>
      {kind === 'laptop' && (
        <div
          aria-hidden="true"
          className="relative left-1/2 h-[2.2cqw] w-[112cqw] max-w-full -translate-x-1/2 rounded-b-[1.4cqw] bg-[#2c2c2f] forced-color-adjust-none"
        >
          <div className="mx-auto h-[0.7cqw] w-[14cqw] rounded-b-[0.7cqw] bg-[#1b1b1d]" />
        </div>
      )}
      {kind === 'monitor' && (
        <div aria-hidden="true" className="grid justify-items-center forced-color-adjust-none">
          <div className="h-[5cqw] w-[13cqw] bg-[#232326]" />
          <div className="h-[0.8cqw] w-[24cqw] rounded-t-[0.5cqw] bg-[#2c2c2f]" />
        </div>
      )}
    </div>
  );
}
