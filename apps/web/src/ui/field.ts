/** Classes of a text field; the label beside it is the caller's. */
export const field =
  'min-h-11 w-full rounded-control border border-edge bg-raised px-4 text-base text-ink outline-offset-0 disabled:opacity-60';
