import './client/disable-zod-jit.ts';
import { html, render } from 'htm/preact';
import { takeUserFromUrl } from './client/acting-as.ts';
import { applySavedTheme } from './client/theme.ts';
import { WorkspaceApp } from './view/app.ts';

takeUserFromUrl();
applySavedTheme();
render(html`<${WorkspaceApp} />`, document.body);
