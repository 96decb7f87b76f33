'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { getPathname, usePathname } from '@/i18n/navigation';
import { LOCALES } from '@/i18n/routing';
import { button } from '@/ui/button';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

/** The language and the theme. The theme stays in this browser; the language is in the address. */
export function DisplayChoices() {
  const t = useTranslations('nav');
  const locale = useLocale();
  const pathname = usePathname();
  const [theme, setTheme] = useState<Theme>('system');

  useEffect(() => {
    const kept = keptTheme();
    setTheme(kept);
    // theme.js has done this already, but not for a page that React had to build anew.
    applyTheme(kept);
  }, []);

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

function keptTheme(): Theme {
  try {
    const kept = localStorage.getItem('theme');
    return THEMES.find((one) => one === kept) ?? 'system';
  } catch {
    // Storage is blocked: nothing was kept.
    return 'system';
  }
}

function applyTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
}

function keepTheme(theme: Theme): void {
  try {
    if (theme === 'system') localStorage.removeItem('theme');
    else localStorage.setItem('theme', theme);
  } catch {
    // Storage is blocked: the choice holds for this page.
  }
}
