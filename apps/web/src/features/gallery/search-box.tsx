import { Search } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { Filters } from '@/features/gallery/filters';
import { SearchForm } from '@/features/gallery/search-form';
import { getPathname } from '@/i18n/navigation';
import { field } from '@/ui/field';

/** Searches within the other filters. An ordinary form: it works without scripts too. */
export function SearchBox({ filters }: { filters: Filters }) {
  const t = useTranslations('filters');
  const locale = useLocale();
  const { query, ...others } = filters;
  return (
    <SearchForm
      action={getPathname({ locale, href: '/' })}
      className="relative wide:w-60 wide:shrink-0"
    >
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 left-4 size-[1.125rem] -translate-y-1/2 text-soft"
      />
      <input
        // The box shows what the page shows, also after going back.
        key={query ?? ''}
        type="search"
        name="query"
        defaultValue={query}
        maxLength={200}
        aria-label={t('search')}
        placeholder={t('searchHint')}
        enterKeyHint="search"
        autoComplete="off"
        className={`${field} rounded-full! border-transparent bg-sunken! pl-11!`}
      />
      {Object.entries(others).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </SearchForm>
  );
}
