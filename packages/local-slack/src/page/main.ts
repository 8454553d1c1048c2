import './client/no-code-from-text.ts';
import { html, render } from 'htm/preact';
import { applyKeptTheme } from './client/theme.ts';
import { WorkspaceApp } from './view/app.ts';

applyKeptTheme();
render(html`<${WorkspaceApp} />`, document.body);
