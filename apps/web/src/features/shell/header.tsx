import { Images, LibraryBig, SlidersHorizontal, Sparkle } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { AccountButton } from '@/features/shell/account-button';
import { PlaceLink } from '@/features/shell/place-link';
import { Link } from '@/i18n/navigation';
import { BrandMark } from '@/ui/brand';
import { button } from '@/ui/button';

const PLACES = [
  { href: '/', name: 'gallery', Icon: Images },
  { href: '/create', name: 'create', Icon: Sparkle },
  { href: '/library', name: 'library', Icon: LibraryBig },
] as const;

/** Where one can go: at the top on a desktop, under the thumb on a phone. */
export function Header() {
  const t = useTranslations('nav');
  const site = useTranslations('site');
  return (
    <>
      <a
        href="#main"
        className="sr-only z-50 rounded-control bg-ink text-on-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:px-4 focus:py-3"
      >
        {t('skip')}
      </a>
      <header className="page flex h-16 items-center gap-2">
        <Link href="/" className="-ml-1 flex min-h-11 items-center gap-2.5 rounded-control px-1">
          <BrandMark />
          <span className="text-base font-semibold tracking-tight">{site('name')}</span>
        </Link>
        <nav aria-label={t('label')} className="ml-4 hidden gap-1 sm:flex">
          {PLACES.map(({ href, name }) => (
            <PlaceLink
              key={href}
              href={href}
              className={button('bare', 'text-soft aria-[current]:text-ink')}
            >
              {t(name)}
            </PlaceLink>
          ))}
        </nav>
        <AccountButton icon={<SlidersHorizontal aria-hidden="true" />} />
      </header>
      <nav
        aria-label={t('label')}
        className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-3 border-t border-line bg-canvas pb-[env(safe-area-inset-bottom)] sm:hidden"
      >
        {PLACES.map(({ href, name, Icon }) => (
          <PlaceLink
            key={href}
            href={href}
            className="flex min-h-14 flex-col items-center justify-center gap-0.5 text-xs text-soft -outline-offset-2 aria-[current]:font-medium aria-[current]:text-ink"
          >
            <Icon className="size-5" aria-hidden="true" />
            {t(name)}
          </PlaceLink>
        ))}
      </nav>
    </>
  );
}
