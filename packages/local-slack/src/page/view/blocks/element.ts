import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { ButtonElement } from './button.ts';
import { ChoicesElement } from './choices.ts';
import { DateTimeElement } from './date-time.ts';
import type { ElementProps } from './element-props.ts';
import { FieldElement } from './field.ts';
import { SmallImage } from './image.ts';
import { OverflowElement } from './overflow.ts';
import { SelectElement } from './select.ts';

export function ElementView({ block_id, element, isInput = false, dispatchesAction = true }: ElementProps): VNode {
  const props = { block_id, isInput, dispatchesAction };
  switch (element.type) {
    case 'button':
      return html`<${ButtonElement} ...${props} element=${element} />`;
    case 'overflow':
      return html`<${OverflowElement} ...${props} element=${element} />`;
    case 'image':
      return html`<${SmallImage} image=${element} />`;
    case 'checkboxes':
    case 'radio_buttons':
      return html`<${ChoicesElement} ...${props} element=${element} />`;
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return html`<${DateTimeElement} ...${props} element=${element} />`;
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return html`<${FieldElement} ...${props} element=${element} />`;
    default:
      return html`<${SelectElement} ...${props} element=${element} />`;
  }
}
