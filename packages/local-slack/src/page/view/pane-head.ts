import { html } from 'htm/preact';
import type { VNode } from 'preact';

interface PaneHeadProps {
  readonly title: string;
  readonly detail: string;
  readonly onMenu: () => void;
}

/** Shows the header of a channel or an App Home. */
export function PaneHead({ title, detail, onMenu }: PaneHeadProps): VNode {
  return html`<header class="pane-head">
    <button type="button" class="icon-button menu-button" aria-label="Channels and apps" onClick=${onMenu}><span aria-hidden="true">☰</span></button>
    <h2><bdi>${title}</bdi></h2>
    <p class="pane-detail"><bdi>${detail}</bdi></p>
  </header>`;
}
