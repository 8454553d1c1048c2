import './client/no-code-from-text.ts';
import { html, render } from 'htm/preact';
import { applyKeptTheme } from './client/theme.ts';
import { App } from './view/app.ts';

applyKeptTheme();
render(html`<${App} />`, document.body);
