/** The mark: a hill and a sun on a painter's seal. Decoration; the name stands beside it. */
export function BrandMark() {
  return (
    <svg viewBox="0 0 32 32" className="size-7 forced-color-adjust-none" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#c8442b" />
      <path
        d="M7 23.2 13 13.6a1.6 1.6 0 0 1 2.7 0l3 4.9 1.2-1.6a1.6 1.6 0 0 1 2.6 0L25 20.5v2.7a1.8 1.8 0 0 1-1.8 1.8H8.8A1.8 1.8 0 0 1 7 23.2Z"
        fill="#fff"
      />
      <circle cx="22" cy="10.2" r="2.6" fill="#fff" />
    </svg>
  );
}
