const KEY = 'pending';

/** The generations that were unfinished when their page was last seen in this tab. */
export function pendingIds(): string[] {
  try {
    return (sessionStorage.getItem(KEY) ?? '').split(' ').filter(Boolean);
  } catch {
    // Storage is blocked: nothing is told on other pages.
    return [];
  }
}

/** Notes whether a generation is still to be waited for. */
export function setPending(id: string, pending: boolean): void {
  const others = pendingIds().filter((one) => one !== id);
  try {
    sessionStorage.setItem(KEY, (pending ? [...others, id] : others).join(' '));
  } catch {
    // As above.
  }
}
