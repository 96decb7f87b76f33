export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** The theme that was chosen in this browser. */
export function keptTheme(): Theme {
  try {
    const kept = localStorage.getItem('theme');
    return THEMES.find((one) => one === kept) ?? 'system';
  } catch {
    // Storage is blocked: nothing was kept.
    return 'system';
  }
}

/** Shows the site in a theme. */
export function applyTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
}

/** Keeps a theme for the next visit. */
export function keepTheme(theme: Theme): void {
  try {
    if (theme === 'system') localStorage.removeItem('theme');
    else localStorage.setItem('theme', theme);
  } catch {
    // Storage is blocked: the choice holds for this page.
  }
}
