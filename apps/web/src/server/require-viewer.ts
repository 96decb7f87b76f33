import 'server-only';
import type { User } from '@easel/api/server';
import { redirect } from 'next/navigation';
import type { Locale } from 'next-intl';
import { getPathname } from '@/i18n/navigation';
import { currentViewer } from '@/server/viewer';

/** Who is signed in; a visitor is sent to sign in and comes back to `href` afterwards. */
export async function requireViewer(locale: Locale, href: string): Promise<User> {
  const viewer = await currentViewer();
  if (viewer) return viewer;
  const callbackUrl = getPathname({ locale, href });
  redirect(getPathname({ locale, href: { pathname: '/sign-in', query: { callbackUrl } } }));
}
