/** Links and navigation that keep the language of the page they stand on. */
export { getPathname } from '@/i18n/address';
export { Link } from '@/i18n/link';
export { usePathname, useRouter } from '@/i18n/use-router';
