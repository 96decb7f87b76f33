import { COLORS, ORIENTATIONS } from '@easel/api/contract';
import { ChevronDown, MonitorSmartphone } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type Filters, SORTS, withFilter } from '@/features/gallery/filters';
import { FitsFilter } from '@/features/gallery/fits-filter';
import { SearchBox } from '@/features/gallery/search-box';
import { Link } from '@/i18n/navigation';
import { button } from '@/ui/button';
import { swatch } from '@/ui/swatch';

/** Every filter is a link: it works before any script has come, and can be opened in a new tab. */
export function FilterBar({ filters }: { filters: Filters }) {
  const t = useTranslations('filters');
  const colors = useTranslations('colors');
  return (
    <div className="grid gap-3 wide:flex wide:items-start">
      <SearchBox filters={filters} />
      <nav
        aria-label={t('label')}
        // A page that is opened with a filter shows it, also where the bar is wider than the screen.
        className="relative -mx-4 flex scroll-px-16 items-center gap-1.5 overflow-x-auto px-4 py-1 [scrollbar-width:none] *:aria-[current]:[scroll-initial-target:nearest] [&_fieldset:first-of-type>[aria-current]]:[scroll-initial-target:nearest] sm:-mx-6 sm:px-6 wide:mx-0 wide:min-w-0 wide:flex-1 wide:flex-wrap wide:px-1 wide:py-0"
      >
        <FitsFilter
          filters={filters}
          icon={<MonitorSmartphone aria-hidden="true" />}
          more={<ChevronDown aria-hidden="true" />}
        />
        {ORIENTATIONS.map((one) => {
          const chosen = filters.orientation === one;
          return (
            <Link
              key={one}
              href={withFilter(filters, { orientation: chosen ? undefined : one })}
              aria-current={chosen ? 'true' : undefined}
              scroll={false}
              prefetch={false}
              className={button('chip')}
            >
              {t(`orientations.${one}`)}
            </Link>
          );
        })}
        <fieldset className="mx-2 flex">
          <legend className="sr-only">{t('color')}</legend>
          {COLORS.map((color) => {
            const chosen = filters.color === color;
            return (
              <Link
                key={color}
                href={withFilter(filters, { color: chosen ? undefined : color })}
                aria-current={chosen ? 'true' : undefined}
                aria-label={colors(color)}
                title={colors(color)}
                scroll={false}
                prefetch={false}
                className="group grid size-11 shrink-0 wide:pointer-fine:w-8 place-items-center rounded-full"
              >
                <span
                  className="size-6 rounded-full border border-edge/50 outline-ink group-hover:scale-110 group-aria-[current]:outline-2 group-aria-[current]:outline-offset-2 forced-color-adjust-none transition-transform duration-150"
                  style={{ backgroundColor: swatch(color) }}
                />
              </Link>
            );
          })}
        </fieldset>
        <fieldset className="ml-auto flex gap-1.5">
          <legend className="sr-only">{t('sort')}</legend>
          {SORTS.map((sort) => (
            <Link
              key={sort}
              href={withFilter(filters, { sort })}
              aria-current={(filters.sort ?? 'newest') === sort ? 'true' : undefined}
              scroll={false}
              prefetch={false}
              className={button(
                'bare',
                'text-soft aria-[current]:font-semibold aria-[current]:text-ink',
              )}
            >
              {t(`sorts.${sort}`)}
            </Link>
          ))}
        </fieldset>
      </nav>
    </div>
  );
}
