export type Theme = 'system' | 'light' | 'dark';

const KEY = 'theme';

export function keptTheme(): Theme {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function applyKeptTheme(): void {
  document.documentElement.dataset['theme'] = keptTheme();
}

export function keepTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  applyKeptTheme();
}
