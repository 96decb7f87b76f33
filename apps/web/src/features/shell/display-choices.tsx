'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { applyTheme, keepTheme, keptTheme, THEMES } from '@/features/shell/theme';
import { getPathname, usePathname } from '@/i18n/navigation';
import { LOCALES } from '@/i18n/routing';
import { button } from '@/ui/button';

/** The language and the theme. The theme stays in this browser; the language is in the address. */
export function DisplayChoices() {
  const t = useTranslations('nav');
  const locale = useLocale();
  const pathname = usePathname();
  const [theme, setTheme] = useState(keptTheme);

  return (
    <div className="grid gap-3 p-3">
      <fieldset>
        <legend className="mb-1.5 text-xs text-soft">{t('theme')}</legend>
        <div className="grid grid-cols-3 gap-1">
          {THEMES.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={theme === one}
              onClick={() => {
                setTheme(one);
                applyTheme(one);
                keepTheme(one);
              }}
              className={button('chip', 'px-2')}
            >
              {t(`themes.${one}`)}
            </button>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend className="mb-1.5 text-xs text-soft">{t('language')}</legend>
        <div className="grid grid-cols-2 gap-1">
          {LOCALES.map((one) => (
            <a
              key={one}
              href={getPathname({ locale: one, href: pathname })}
              hrefLang={one}
              lang={one}
              aria-current={locale === one ? 'true' : undefined}
              className={button('chip', 'px-2')}
              onClick={(event) => {
                // What is being looked for stays the same in the other language.
                event.currentTarget.search = window.location.search;
              }}
            >
              {t(`languages.${one}`)}
            </a>
          ))}
        </div>
      </fieldset>
    </div>
  );
}
