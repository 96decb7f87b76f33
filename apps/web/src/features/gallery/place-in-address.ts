import type { WallpaperPage } from '@easel/api/contract';

/** Browsers mind addresses that change many times a second. */
const REST_MS = 300;

/**
 * Keeps the address of the part of a list that is being looked at in the address bar, so that it can be
 * sent to a friend, kept or loaded again. `addressOf` says it for the part behind a cursor. Returns the
 * way to stop.
 */
export function keepPlaceInAddress(
  pages: readonly WallpaperPage[],
  begin: string | undefined,
  addressOf: (cursor: string | undefined) => string,
): () => void {
  const first = addressOf(begin);
  let rest: ReturnType<typeof setTimeout> | undefined;
  const note = () => {
    const seen = idInView();
    const page = pages.findIndex(({ items }) => items.some(({ id }) => id === seen));
    if (page < 0) return;
    const address = page === 0 ? first : addressOf(pages[page - 1]?.nextCursor ?? undefined);
    // With the state that Next has put there, which is how it knows that nothing else has changed.
    if (address !== location.pathname + location.search)
      history.replaceState(history.state, '', address);
  };
  const scrolled = () => {
    clearTimeout(rest);
    rest = setTimeout(note, REST_MS);
  };
  // Loaded again, the list begins here, and how far down it was means nothing.
  const leave = () => {
    if (location.pathname + location.search !== first) history.scrollRestoration = 'manual';
  };
  const stay = () => {
    history.scrollRestoration = 'auto';
  };
  stay();
  scrolled();
  window.addEventListener('scroll', scrolled, { passive: true });
  window.addEventListener('pagehide', leave);
  window.addEventListener('pageshow', stay);
  return () => {
    clearTimeout(rest);
    window.removeEventListener('scroll', scrolled);
    window.removeEventListener('pagehide', leave);
    window.removeEventListener('pageshow', stay);
  };
}

/** The wallpaper that is the first to be seen. */
function idInView(): string | undefined {
  const links = document.querySelectorAll<HTMLAnchorElement>('main .rows a');
  const first = [...links].find((link) => link.getBoundingClientRect().bottom > 0);
  return first?.pathname.split('/').at(-1);
}
