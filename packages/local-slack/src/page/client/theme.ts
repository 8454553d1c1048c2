export type Theme = 'system' | 'light' | 'dark';

const KEY = 'theme';

export function savedTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function applySavedTheme(): void {
  document.documentElement.dataset['theme'] = savedTheme();
}

export function saveTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  applySavedTheme();
}
