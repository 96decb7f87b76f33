import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { SignIn } from '@/features/account/sign-in';
import { getPathname } from '@/i18n/navigation';
import { pageLocale } from '@/i18n/page-locale';
import { callbackPath } from '@/server/callback-url';
import { signInOptions } from '@/server/site';
import { studio } from '@/server/studio';
import { currentViewer } from '@/server/viewer';

export async function generateMetadata({
  params,
}: PageProps<'/[locale]/sign-in'>): Promise<Metadata> {
  const t = await getTranslations({ locale: await pageLocale(params), namespace: 'signIn' });
  return { title: t('title') };
}

export default async function SignInPage({ params, searchParams }: PageProps<'/[locale]/sign-in'>) {
  const locale = await pageLocale(params);
  const { callbackUrl, error } = await searchParams;
  const { config } = studio();
  const asked = typeof callbackUrl === 'string' ? callbackUrl : getPathname({ locale, href: '/' });
  const goingTo = callbackPath(asked, config.allowedOrigins);
  if (await currentViewer()) {
    // Whoever is signed in already was linking another way in.
    if (typeof error !== 'string') redirect(goingTo);
    redirect(getPathname({ locale, href: { pathname: '/settings', query: { problem: error } } }));
  }
  return (
    <SignIn
      callbackUrl={goingTo}
      {...signInOptions(config)}
      {...(typeof error === 'string' && { error })}
    />
  );
}
