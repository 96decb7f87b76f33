'use client';

import { PrefetchKind } from 'next/dist/client/components/router-reducer/router-reducer-types';
import { useRouter } from 'next/navigation';
import { useLocale } from 'next-intl';
import type { ComponentProps, MouseEvent } from 'react';
import { getPathname, type Href } from '@/i18n/address';

type LinkProps = Omit<ComponentProps<'a'>, 'href'> & {
  href: Href;
  /** False where pointing at it is no sign of wanting it, as in a row of filters. */
  prefetch?: boolean;
  /** False to leave the page where it is scrolled to. */
  scroll?: boolean;
};

/**
 * A link that keeps the language of the page it stands on. The next page is fetched, whole, when
 * somebody is about to follow it. Next's own link does the same with 5 KB more in every first load.
 */
export function Link({ href, prefetch = true, scroll = true, onClick, ...anchor }: LinkProps) {
  const router = useRouter();
  const address = getPathname({ locale: useLocale(), href });
  const want = () => {
    if (prefetch) router.prefetch(address, { kind: PrefetchKind.FULL });
  };

  function follow(event: MouseEvent<HTMLAnchorElement>) {
    onClick?.(event);
    if (event.defaultPrevented || isForTheBrowser(event)) return;
    event.preventDefault();
    router.push(address, { scroll });
  }

  return (
    <a {...anchor} href={address} onPointerEnter={want} onFocus={want} onClick={follow}>
      {anchor.children}
    </a>
  );
}

/** Asked to open somewhere else, or to be saved. */
function isForTheBrowser(event: MouseEvent<HTMLAnchorElement>): boolean {
  const { target } = event.currentTarget;
  return (
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey ||
    (target !== '' && target !== '_self')
  );
}
