const BASE =
  'inline-flex min-h-11 min-w-11 shrink-0 items-center justify-center gap-2 whitespace-nowrap text-sm font-medium transition-colors duration-150 disabled:cursor-default disabled:bg-sunken disabled:text-soft select-none [&_svg]:size-[1.125rem]';

const KINDS = {
  main: 'rounded-control bg-ink px-5 text-on-ink hover:bg-ink/85 forced-colors:border',
  quiet: 'rounded-control bg-sunken px-4 text-ink hover:bg-line forced-colors:border',
  bare: 'rounded-control px-3 text-ink hover:bg-sunken',
  icon: 'size-11 rounded-control text-ink hover:bg-sunken',
  chip: 'rounded-full bg-sunken px-4 text-ink hover:bg-line aria-pressed:bg-ink aria-pressed:text-on-ink aria-[current]:bg-ink aria-[current]:text-on-ink forced-colors:border',
} as const;

/** Classes of everything that is pressed: buttons, and links that look like one. */
export function button(kind: keyof typeof KINDS, more = ''): string {
  return `${BASE} ${KINDS[kind]} ${more}`;
}
