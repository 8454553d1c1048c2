import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { DateTimePicker } from '../../model/block-element.ts';
import { type StateValue, stateValueOf } from '../../model/form.ts';
import { eventValue } from '../event-value.ts';
import type { ElementProps } from './element-props.ts';
import { fieldId } from './field-id.ts';
import { useSurface } from './surface.ts';

const INPUT_TYPES = { datepicker: 'date', timepicker: 'time', datetimepicker: 'datetime-local' } as const;

/** A date picker, a time picker, or a combined picker. All use the browser's own input elements. */
export function DateTimeElement({ block_id, element, dispatchesAction, isInput }: ElementProps<DateTimePicker>): VNode {
  const surface = useSurface();
  const { type } = element;
  const given = stateValueOf(surface.edits, block_id, element);
  const change = (event: Event) => {
    const next = dateTimeValue(type, eventValue(event));
    if (dispatchesAction === true) void surface.use(block_id, element, next);
    else surface.edit(block_id, element, next);
  };
  return html`<input
    class="field-input field-date-time"
    id=${fieldId(surface, block_id)}
    type=${INPUT_TYPES[type]}
    value=${shownDateTime(given)}
    aria-label=${isInput === true ? undefined : (element.placeholder?.text ?? 'Date')}
    aria-invalid=${block_id in surface.errors}
    onChange=${change}
  />`;
}

function dateTimeValue(type: DateTimePicker['type'], value: string): StateValue {
  if (type === 'datepicker') return { type, selected_date: value || null };
  if (type === 'timepicker') return { type, selected_time: value || null };
  return { type, selected_date_time: value === '' ? null : Math.floor(new Date(value).getTime() / 1_000) };
}

function shownDateTime(given: StateValue): string {
  const seconds = given['selected_date_time'];
  if (typeof seconds === 'number') return localDateTime(seconds);
  return String(given['selected_date'] ?? given['selected_time'] ?? '');
}

/** Formats a time for an input of type `datetime-local`, which takes local time without a zone. */
function localDateTime(seconds: number): string {
  const moment = new Date(seconds * 1_000);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
