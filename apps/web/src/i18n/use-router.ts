'use client';

import { usePathname as useAddress, useRouter as useNextRouter } from 'next/navigation';
import { useLocale } from 'next-intl';
import { getPathname, type Href, withoutLocale } from '@/i18n/address';

/** The page one is on, without its language. */
export function usePathname(): string {
  return withoutLocale(useAddress());
}

/** Goes to another page in the language of this one. */
export function useRouter(): { push: (href: Href) => void } {
  const router = useNextRouter();
  const locale = useLocale();
  return { push: (href) => router.push(getPathname({ locale, href })) };
}
