import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useWorkspace } from './workspace-context.ts';

/** Shows short-lived notifications above the rest of the page, including dialogs. */
export function Toasts(): VNode {
  const { state, dismissToast } = useWorkspace();
  const { toasts } = state;
  const layer = useRef<HTMLDivElement | null>(null);
  useEffect(() => {
    layer.current?.hidePopover();
    if (toasts.length > 0) layer.current?.showPopover();
  }, [toasts]);
  return html`<div ref=${layer} popover="manual" class="toasts" role="status" aria-live="polite">${toasts.map(
    ({ id, level, text }) => html`<div key=${id} class=${`toast toast-${level}`}>
      <p><bdi>${text}</bdi></p><button type="button" class="icon-button" aria-label="Dismiss" onClick=${() => dismissToast(id)}><span aria-hidden="true">×</span></button>
    </div>`,
  )}</div>`;
}
