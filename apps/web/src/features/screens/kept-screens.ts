import { LIMITS, type Screen } from '@easel/api/contract';

const KEY = 'screens';

/** The screens that a visitor has chosen in this browser, until an account keeps them. */
export function keptScreens(): Screen[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isScreen).slice(0, LIMITS.maxScreens) : [];
  } catch {
    // Storage is blocked, or holds something else.
    return [];
  }
}

/** Keeps one more. */
export function keepScreen({ name, width, height }: Screen): void {
  const others = keptScreens().filter((one) => one.width !== width || one.height !== height);
  store(JSON.stringify([{ name, width, height }, ...others].slice(0, LIMITS.maxScreens)));
}

/** Forgets them, once they are on an account. */
export function forgetKeptScreens(): void {
  store(null);
}

function store(value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, value);
  } catch {
    // Storage is blocked or full: the choice holds for this page.
  }
}

function isScreen(value: unknown): value is Screen {
  if (!(value instanceof Object)) return false;
  const { name, width, height }: Partial<Screen> = value;
  return typeof name === 'string' && Number.isInteger(width) && Number.isInteger(height);
}
