import { html, render } from 'htm/preact';
import * as z from 'zod';
import { applyKeptTheme } from './client/theme.ts';
import { App } from './view/app.ts';

// The page's Content-Security-Policy allows no code made from text, which zod would otherwise try.
z.config({ jitless: true });
applyKeptTheme();
render(html`<${App} />`, document.body);
