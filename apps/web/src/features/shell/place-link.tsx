'use client';

import type { ReactNode } from 'react';
import { Link, usePathname } from '@/i18n/navigation';

/** A link of the navigation; says when one is there already. */
export function PlaceLink(props: { href: string; className: string; children: ReactNode }) {
  const here = usePathname() === props.href;
  return <Link {...props} aria-current={here ? 'page' : undefined} />;
}
