import { createNavigation } from 'next-intl/navigation';
import { routing } from '@/i18n/routing';

/** Links and navigation that keep the language of the page they stand on. */
export const { Link, redirect, usePathname, useRouter, getPathname } = createNavigation(routing);
