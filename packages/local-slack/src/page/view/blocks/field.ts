import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Field } from '../../model/block-element.ts';
import { stateValueOf } from '../../model/form.ts';
import { eventValue } from '../event-value.ts';
import type { ElementProps } from './element-props.ts';
import { fieldId } from './field-id.ts';
import { useSurface } from './surface.ts';

const INPUT_MODES = {
  plain_text_input: 'text',
  number_input: 'decimal',
  email_text_input: 'email',
  url_text_input: 'url',
} as const;

/** A text input. The page validates the text on submission, so the browser's own validation is off. */
export function FieldElement({ block_id, element, dispatchesAction, isInput }: ElementProps<Field>): VNode {
  const surface = useSurface();
  const given = stateValueOf(surface.edits, block_id, element);
  const typed = (event: Event) => ({ type: element.type, value: eventValue(event) || null });
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  const onInput = (event: Event) => {
    surface.edit(block_id, element, typed(event));
    if (dispatchesAction === true && triggers.includes('on_character_entered'))
      void surface.use(block_id, element, typed(event));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || element.multiline || dispatchesAction !== true) return;
    event.preventDefault();
    if (triggers.includes('on_enter_pressed')) void surface.use(block_id, element, typed(event));
  };
  const props = {
    class: 'field-input',
    id: fieldId(surface, block_id),
    value: String(given['value'] ?? ''),
    placeholder: element.placeholder?.text,
    dir: 'auto',
    autocomplete: 'off',
    'aria-label': isInput === true ? undefined : (element.placeholder?.text ?? 'Text'),
    'aria-invalid': block_id in surface.errors,
    'aria-describedby': block_id in surface.errors ? `${fieldId(surface, block_id)}-error` : undefined,
    onInput,
    onKeyDown,
  };
  return element.multiline
    ? html`<textarea rows="4" ...${props}></textarea>`
    : html`<input type="text" inputmode=${INPUT_MODES[element.type]} ...${props} />`;
}
