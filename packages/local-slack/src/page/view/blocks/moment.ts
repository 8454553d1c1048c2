import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { Moment } from '../../model/block-element.ts';
import { type Given, givenOf } from '../../model/form.ts';
import { eventValue } from '../event-value.ts';
import type { ElementProps } from './element-props.ts';
import { fieldId } from './field-id.ts';
import { useSurface } from './surface.ts';

const INPUT_TYPES = { datepicker: 'date', timepicker: 'time', datetimepicker: 'datetime-local' } as const;

/** A day, a time or both, with the browser's own picker. */
export function MomentElement({ block_id, element, tellsAtOnce, isInput }: ElementProps<Moment>): VNode {
  const surface = useSurface();
  const { type } = element;
  const given = givenOf(surface.edits, block_id, element);
  const change = (event: Event) => {
    const next = momentGiven(type, eventValue(event));
    if (tellsAtOnce === true) void surface.use(block_id, element, next);
    else surface.edit(block_id, element, next);
  };
  return html`<input
    class="field-input field-moment"
    id=${fieldId(surface, block_id)}
    type=${INPUT_TYPES[type]}
    value=${shownMoment(given)}
    aria-label=${isInput === true ? undefined : (element.placeholder?.text ?? 'Date')}
    aria-invalid=${block_id in surface.errors}
    onChange=${change}
  />`;
}

function momentGiven(type: Moment['type'], value: string): Given {
  if (type === 'datepicker') return { type, selected_date: value || null };
  if (type === 'timepicker') return { type, selected_time: value || null };
  return { type, selected_date_time: value === '' ? null : Math.floor(new Date(value).getTime() / 1_000) };
}

function shownMoment(given: Given): string {
  const seconds = given['selected_date_time'];
  if (typeof seconds === 'number') return localMoment(seconds);
  return String(given['selected_date'] ?? given['selected_time'] ?? '');
}

/** As `datetime-local` wants it: the reader's own time without a zone. */
function localMoment(seconds: number): string {
  const moment = new Date(seconds * 1_000);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
