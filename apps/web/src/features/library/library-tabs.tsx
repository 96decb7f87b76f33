import { useTranslations } from 'next-intl';
import { Link } from '@/i18n/navigation';
import { button } from '@/ui/button';

export const TABS = ['wallpapers', 'generations', 'likes', 'deleted'] as const;
export type Tab = (typeof TABS)[number];

/** The parts of the library: links, since each has an address. */
export function LibraryTabs({ current }: { current: Tab }) {
  const t = useTranslations('library');
  return (
    <nav
      aria-label={t('title')}
      className="relative -mx-4 mb-6 flex gap-1 overflow-x-auto px-4 py-1 [scrollbar-width:none] sm:mx-0 sm:gap-1.5 sm:px-0"
    >
      {TABS.map((tab) => (
        <Link
          key={tab}
          href={tab === 'wallpapers' ? '/library' : { pathname: '/library', query: { tab } }}
          aria-current={tab === current ? 'page' : undefined}
          className={button('chip', 'max-sm:px-2.5')}
        >
          {t(`tabs.${tab}`)}
        </Link>
      ))}
    </nav>
  );
}
