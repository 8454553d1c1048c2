import './client/disable-zod-jit.ts';
import { html, render } from 'htm/preact';
import { applySavedTheme } from './client/theme.ts';
import { WorkspaceApp } from './view/app.ts';

applySavedTheme();
render(html`<${WorkspaceApp} />`, document.body);
