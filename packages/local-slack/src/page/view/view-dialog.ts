import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { formProblems, stateValues } from '../model/form.ts';
import type { OpenView } from '../model/workspace-state.ts';
import { BlockList } from './blocks/block-list.ts';
import { useBlocks } from './blocks/use-blocks.ts';
import { TextInline } from './text-object.ts';
import { useWorkspace } from './workspace-context.ts';

/** Shows the open modals. Only the top one is visible; the modals below keep their values. */
export function ViewDialog(): VNode | null {
  const { state, interact } = useWorkspace();
  const { views } = state;
  const dialog = useRef<HTMLDialogElement | null>(null);
  const isOpen = views.length > 0;
  const top = views.at(-1)?.view;
  useEffect(() => {
    if (isOpen && dialog.current?.open === false) dialog.current.showModal();
  }, [isOpen]);
  if (top === undefined) return null;
  const close = (extent: 'top' | 'all') => interact({ type: 'close-view', view_id: top.id, all: extent === 'all' });
  const onCancel = (event: Event) => {
    event.preventDefault();
    void close('top');
  };
  return html`<dialog ref=${dialog} class="dialog" aria-labelledby="view-title" onCancel=${onCancel}>
    ${views.map((open) => html`<${ViewForm} key=${open.view.id} open=${open} isTop=${open.view.id === top.id} depth=${views.length} onClose=${close} />`)}
  </dialog>`;
}

interface ViewFormProps {
  readonly open: OpenView;
  readonly isTop: boolean;
  readonly depth: number;
  readonly onClose: (extent: 'top' | 'all') => Promise<unknown>;
}

function ViewForm({ open: { view, errors }, isTop, depth, onClose }: ViewFormProps): VNode {
  const { interact } = useWorkspace();
  const [own, setOwn] = useState<Readonly<Record<string, string>>>({});
  const [isBusy, setIsBusy] = useState(false);
  const container = { type: 'view', view_id: view.id } as const;
  const { blocks, surface, edits } = useBlocks(view.blocks, {
    container,
    idPrefix: view.id,
    errors: { ...errors, ...own },
  });
  const submit = async (event: Event) => {
    event.preventDefault();
    const problems = formProblems(blocks, edits);
    setOwn(problems);
    if (Object.keys(problems).length > 0) return;
    setIsBusy(true);
    await interact({ type: 'submit-view', view_id: view.id, values: stateValues(blocks, edits) });
    setIsBusy(false);
  };
  return html`<form class="view" hidden=${!isTop} noValidate onSubmit=${submit}>
    <header class="view-head">
      ${depth > 1 && html`<button type="button" class="icon-button" aria-label="Back" onClick=${() => onClose('top')}><span aria-hidden="true">←</span></button>`}
      <h2 id=${isTop ? 'view-title' : undefined}>${view.title !== undefined && html`<${TextInline} text=${view.title} />`}</h2>
      <button type="button" class="icon-button" aria-label="Close" onClick=${() => onClose('all')}><span aria-hidden="true">×</span></button>
    </header>
    <div class="view-body"><${BlockList} blocks=${blocks} surface=${surface} /></div>
    <footer class="view-foot">
      <button type="button" class="button button-plain" onClick=${() => onClose('top')}>${view.close === undefined ? 'Close' : html`<${TextInline} text=${view.close} />`}</button>
      ${view.submit !== undefined && html`<button type="submit" class="button button-primary" aria-busy=${isBusy} disabled=${isBusy}><${TextInline} text=${view.submit} /></button>`}
    </footer>
  </form>`;
}
