import localFont from 'next/font/local';

/**
 * The Latin letters, asked for with the page. Where they come too late for the first paint, the
 * system's own stay until the next page: words that change their width would move what follows.
 */
export const latin = localFont({
  src: './instrument-sans-latin-wght-normal.woff2',
  weight: '400 700',
  display: 'optional',
  adjustFontFallback: false,
  variable: '--font-latin',
  declarations: [
    {
      prop: 'unicode-range',
      value:
        'U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-200B, U+2010-2012, U+2014, U+2020-2022, U+2026, U+2030, U+2032-2033, U+2039-203A, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD',
    },
  ],
});
