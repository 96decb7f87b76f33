import { useTranslations } from 'next-intl';
import { type Filters, isNarrowed } from '@/features/gallery/filters';
import { Link } from '@/i18n/navigation';
import { button } from '@/ui/button';
import { Notice } from '@/ui/notice';

/** Nothing here: because nothing was made yet, or because nothing is as it was asked for. */
export function EmptyGallery({ filters }: { filters: Filters }) {
  const t = useTranslations('gallery');
  if (!isNarrowed(filters)) {
    return (
      <Notice
        title={t('empty')}
        action={
          <Link href="/create" className={button('main')}>
            {t('createFirst')}
          </Link>
        }
      >
        {t('emptyHint')}
      </Notice>
    );
  }
  const create = filters.query ? { prompt: filters.query } : {};
  return (
    <Notice
      title={t('nothingFits')}
      action={
        <>
          <Link href={{ pathname: '/create', query: create }} className={button('main')}>
            {t('createIt')}
          </Link>
          <Link href="/" className={button('quiet')}>
            {t('showAll')}
          </Link>
        </>
      }
    >
      {t('nothingFitsHint')}
    </Notice>
  );
}
