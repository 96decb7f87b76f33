import { useTranslations } from 'next-intl';
import { Section } from '@/features/account/section';
import { button } from '@/ui/button';

/** Everything of a person's, as one file. */
export function ExportData() {
  const t = useTranslations('exportData');
  return (
    <Section id="export" title={t('title')} hint={t('hint')}>
      <a href="/api/account/export" className={button('quiet')}>
        {t('download')}
      </a>
    </Section>
  );
}
