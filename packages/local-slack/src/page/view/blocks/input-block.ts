import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { InputBlock } from '../../model/block.ts';
import { TextInline } from '../text-object.ts';
import { ElementView } from './element.ts';
import { fieldId } from './field-id.ts';
import { useSurface } from './surface.ts';

/** A labelled input with its hint and error. */
export function InputBlockView({ block }: { readonly block: InputBlock }): VNode {
  const surface = useSurface();
  const { block_id, label, hint, element, optional } = block;
  const error = surface.errors[block_id];
  const id = fieldId(surface, block_id);
  const isGroup = element.type === 'checkboxes' || element.type === 'radio_buttons';
  const caption = html`<${TextInline} text=${label} />${optional === true && html`<span class="optional"> (optional)</span>`}`;
  const below = html`
    ${error !== undefined && html`<p class="field-error" id=${`${id}-error`} role="alert"><bdi>${error}</bdi></p>`}
    ${hint !== undefined && html`<p class="field-hint"><${TextInline} text=${hint} /></p>`}
  `;
  const input = html`<${ElementView} block_id=${block_id} element=${element} isInput=${true} dispatchesAction=${block.dispatch_action} />`;
  return isGroup
    ? html`<fieldset class="input-block"><legend class="field-label">${caption}</legend>${input}${below}</fieldset>`
    : html`<div class="input-block"><label class="field-label" for=${id}>${caption}</label>${input}${below}</div>`;
}
