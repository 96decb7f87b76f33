'use client';

import { Menu as Base } from '@base-ui/react/menu';
import type { ReactNode } from 'react';

const ITEM =
  'flex min-h-11 cursor-pointer items-center gap-3 rounded-[0.5rem] px-3 text-sm outline-none select-none data-highlighted:bg-sunken [&_svg]:size-[1.125rem] [&_svg]:text-soft';

/** A button with a list of things to do, which is open to begin with: it comes when it is wanted. */
export function Menu(props: {
  label: string;
  trigger: ReactNode;
  triggerClass: string;
  children: ReactNode;
}) {
  return (
    <Base.Root defaultOpen>
      <Base.Trigger className={props.triggerClass} aria-label={props.label}>
        {props.trigger}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={6} align="end" collisionPadding={12} className="z-40">
          <Base.Popup className="max-h-(--available-height) min-w-60 overflow-y-auto rounded-control bg-raised p-1.5 shadow-float outline-none transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0 forced-colors:border">
            {props.children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function MenuLink(props: { href: string; children: ReactNode }) {
  return (
    <Base.LinkItem
      className={ITEM}
      closeOnClick
      render={<a href={props.href}>{props.children}</a>}
    />
  );
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return <div className="px-3 pt-3 pb-1 text-xs text-soft">{children}</div>;
}
