import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { TextBlock, TextInline } from './text-object.ts';
import type { Question } from './use-workspace-access.ts';

/** Asks for a confirmation before an element is used. The button that cancels has the focus. */
export function ConfirmDialog({ question: { confirm, answer } }: { readonly question: Question }): VNode {
  const dialog = useRef<HTMLDialogElement | null>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const onCancel = (event: Event) => {
    event.preventDefault();
    answer('no');
  };
  return html`<dialog ref=${dialog} class="dialog dialog-confirm" role="alertdialog" aria-labelledby="confirm-title" aria-describedby="confirm-text" onCancel=${onCancel}>
    <header class="view-head"><h2 id="confirm-title">${confirm.title === undefined ? 'Are you sure?' : html`<${TextInline} text=${confirm.title} />`}</h2></header>
    <div class="view-body" id="confirm-text"><${TextBlock} text=${confirm.text} /></div>
    <footer class="view-foot">
      <button type="button" class="button button-plain" autofocus onClick=${() => answer('no')}>${confirm.deny === undefined ? 'Cancel' : html`<${TextInline} text=${confirm.deny} />`}</button>
      <button type="button" class=${`button button-${confirm.style ?? 'primary'} button-filled`} onClick=${() => answer('yes')}>${confirm.confirm === undefined ? 'Yes' : html`<${TextInline} text=${confirm.confirm} />`}</button>
    </footer>
  </dialog>`;
}
