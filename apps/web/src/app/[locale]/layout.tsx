import { X } from 'lucide-react';
import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { hasLocale, NextIntlClientProvider } from 'next-intl';
import { getTranslations } from 'next-intl/server';
import { Connection } from '@/features/offline/connection';
import { ServiceWorker } from '@/features/offline/service-worker';
import { Alive } from '@/features/shell/alive';
import { Header } from '@/features/shell/header';
import { DoneElsewhere } from '@/features/studio/done-elsewhere';
import { pageLocale } from '@/i18n/page-locale';
import { routing } from '@/i18n/routing';
import { openGraph } from '@/server/open-graph';
import { studio } from '@/server/studio';
import { latin } from '@/ui/fonts/latin';
import { Toaster } from '@/ui/toaster';
import '../globals.css';

export const viewport: Viewport = {
  viewportFit: 'cover',
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfaf8' },
    { media: '(prefers-color-scheme: dark)', color: '#100f0d' },
  ],
};

export async function generateMetadata({ params }: LayoutProps<'/[locale]'>): Promise<Metadata> {
  const locale = await pageLocale(params);
  const t = await getTranslations({ locale, namespace: 'site' });
  return {
    metadataBase: new URL(studio().config.origin),
    title: { default: `${t('name')} · ${t('tagline')}`, template: `%s · ${t('name')}` },
    description: t('description'),
    applicationName: t('name'),
    icons: { icon: '/icon.svg', apple: '/icons/apple-touch-180.png' },
    ...openGraph(locale, t('name'), { picture: 'gallery', alt: t('pictureOf') }),
  };
}

export default async function LocaleLayout({ children, params }: LayoutProps<'/[locale]'>) {
  if (!hasLocale(routing.locales, (await params).locale)) notFound();
  const locale = await pageLocale(params);
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    // theme.js has set the chosen theme on this element before React looks at it.
    <html
      lang={locale === 'zh' ? 'zh-Hans' : locale}
      className={latin.variable}
      suppressHydrationWarning
    >
      <head>
        <script src="/theme.js" nonce={nonce} />
        <script src="/early.js" nonce={nonce} />
      </head>
      <body className="flex min-h-dvh flex-col">
        <NextIntlClientProvider>
          <Connection />
          <Header />
          <main id="main" tabIndex={-1} className="flex-1 pb-24 outline-none sm:pb-12">
            {children}
          </main>
          <ServiceWorker />
          <DoneElsewhere />
          <Toaster icon={<X aria-hidden="true" />} />
          <Alive />
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
