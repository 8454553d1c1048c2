import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { savedTheme, saveTheme, type Theme } from '../client/theme.ts';

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const MARKS: Readonly<Record<Theme, string>> = { system: '◐', light: '☀', dark: '☾' };

/** A button that switches between the system's theme, the light and the dark theme. */
export function ThemeSwitcher(): VNode {
  const [theme, setTheme] = useState<Theme>(savedTheme);
  const change = () => {
    saveTheme(NEXT[theme]);
    setTheme(NEXT[theme]);
  };
  const label = `Theme: ${theme}. Switch to ${NEXT[theme]}.`;
  return html`<button type="button" class="icon-button" aria-label=${label} title=${label} onClick=${change}>
    <span aria-hidden="true">${MARKS[theme]}</span>
  </button>`;
}
