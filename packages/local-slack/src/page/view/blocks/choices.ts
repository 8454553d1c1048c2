import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Choices, Option } from '../../model/block-element.ts';
import { isTicked, picksOf, stateValueOf } from '../../model/form.ts';
import { TextInline } from '../text-object.ts';
import type { ElementProps } from './element-props.ts';
import { useSurface } from './surface.ts';

export function ChoicesElement({ block_id, element, dispatchesAction }: ElementProps<Choices>): VNode {
  const { edits, edit, use, idPrefix } = useSurface();
  const given = stateValueOf(edits, block_id, element);
  const isSingle = element.type === 'radio_buttons';
  const change = (option: Option) => {
    const others = picksOf(given).filter(({ value }) => value !== option.value);
    const ticked = isTicked(element, given, option) ? others : [...others, option];
    const next = isSingle
      ? { type: element.type, selected_option: option }
      : { type: element.type, selected_options: ticked };
    if (dispatchesAction === true) void use(block_id, element, next);
    else edit(block_id, element, next);
  };
  return html`<div class="choices" role=${isSingle ? 'radiogroup' : 'group'}>
    ${element.options.map(
      (option) =>
        html`<label class="choice">
          <input
            type=${isSingle ? 'radio' : 'checkbox'}
            name=${`${idPrefix}-${block_id}-${element.action_id}`}
            checked=${isTicked(element, given, option)}
            onChange=${() => change(option)}
          />
          <span><${TextInline} text=${option.text} />
            ${option.description !== undefined && html`<small><${TextInline} text=${option.description} /></small>`}
          </span>
        </label>`,
    )}
  </div>`;
}
