import { html } from 'htm/preact';
import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Option, Select } from '../../model/block-element.ts';
import { picksOf, picksToValue, stateValueOf } from '../../model/form.ts';
import { type SelectStep, selectStep } from '../../model/select-key.ts';
import type { SelectOptionGroup } from '../../model/select-options.ts';
import { TextInline } from '../text-object.ts';
import type { ElementProps } from './element-props.ts';
import { fieldId } from './field-id.ts';
import { useSurface } from './surface.ts';
import { usePopup } from './use-popup.ts';
import { useSelectOptions } from './use-select-options.ts';

/** A select menu for one or several options. Typing filters the options. */
export function SelectElement({ block_id, element, dispatchesAction, isInput }: ElementProps<Select>): VNode {
  const surface = useSurface();
  const { isOpen, open, close, holder } = usePopup();
  const field = useRef<HTMLInputElement | null>(null);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const { groups, hint, nameOf } = useSelectOptions({ block_id, element, query, isOpen });
  const offered = groups.flatMap(({ options }) => options);
  const picks = picksOf(stateValueOf(surface.edits, block_id, element)).map(nameOf);
  const isMulti = element.type.startsWith('multi_');
  const listId = `${fieldId(surface, block_id)}-${element.action_id}-list`;

  const give = (next: readonly Option[]) => {
    const given = picksToValue(element, next);
    if (dispatchesAction === true) void surface.use(block_id, element, given);
    else surface.edit(block_id, element, given);
  };
  const begin = () => {
    setActive(0);
    open();
  };
  const choose = (option: Option) => {
    setQuery('');
    if (isMulti) return give(toggled(picks, option, element.max_selected_items));
    close();
    give([option]);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const canRemove = isMulti && query === '';
    const step = selectStep(event.key, { isOpen, active, count: offered.length, canRemove });
    if (step.type === 'nothing') return;
    event.preventDefault();
    event.stopPropagation();
    perform(step);
  };
  const perform = (step: SelectStep) => {
    switch (step.type) {
      case 'move':
        return setActive(step.index);
      case 'choose':
        return offered.slice(active, active + 1).forEach(choose);
      case 'remove-last':
        return give(picks.slice(0, -1));
      case 'open':
        return begin();
      default:
        return close();
    }
  };
  const onInput = ({ currentTarget }: Event) => {
    if (currentTarget instanceof HTMLInputElement) setQuery(currentTarget.value);
    begin();
  };
  const single = isMulti ? undefined : picks[0]?.text.text;
  const shown = isOpen ? query : (single ?? query);
  return html`<div class="popup-holder select" ref=${holder}>
    <div class="select-box" onClick=${() => field.current?.focus()}>
      ${isMulti && html`<${Chips} picks=${picks} onRemove=${(pick: Option) => give(toggled(picks, pick))} />`}
      <input
        ref=${field}
        class="select-input"
        id=${fieldId(surface, block_id)}
        role="combobox"
        aria-expanded=${isOpen}
        aria-controls=${listId}
        aria-autocomplete="list"
        aria-activedescendant=${isOpen ? `${listId}-${active}` : undefined}
        aria-label=${isInput === true ? undefined : (element.placeholder?.text ?? 'Choose')}
        aria-invalid=${block_id in surface.errors}
        autocomplete="off"
        placeholder=${single ?? element.placeholder?.text ?? 'Choose…'}
        value=${shown}
        onClick=${begin}
        onInput=${onInput}
        onKeyDown=${onKeyDown}
      />
      <span class="select-arrow" aria-hidden="true"></span>
    </div>
    ${isOpen && html`<${OptionList} id=${listId} groups=${groups} hint=${hint} active=${active} picks=${picks} onChoose=${choose} />`}
  </div>`;
}

interface ChipsProps {
  readonly picks: readonly Option[];
  readonly onRemove: (pick: Option) => void;
}

function Chips({ picks, onRemove }: ChipsProps): VNode {
  return html`<span class="chips">${picks.map(
    (pick) => html`<span class="chip" key=${pick.value}><${TextInline} text=${pick.text} />
      <button type="button" aria-label=${`Remove ${pick.text.text}`} onClick=${() => onRemove(pick)}>×</button></span>`,
  )}</span>`;
}

interface OptionListProps {
  readonly id: string;
  readonly groups: readonly SelectOptionGroup[];
  readonly hint: string | null;
  readonly active: number;
  readonly picks: readonly Option[];
  readonly onChoose: (option: Option) => void;
}

function OptionList({ id, groups, hint, active, picks, onChoose }: OptionListProps): VNode {
  const picked = new Set(picks.map(({ value }) => value));
  const offered = groups.flatMap(({ options }) => options);
  const drawOption = (option: Option) => {
    const index = offered.indexOf(option);
    return html`<div
      id=${`${id}-${index}`}
      role="option"
      class=${index === active ? 'popup-item popup-item-active' : 'popup-item'}
      aria-selected=${picked.has(option.value)}
      onPointerDown=${(event: Event) => event.preventDefault()}
      onClick=${() => onChoose(option)}
    ><${TextInline} text=${option.text} />${option.description !== undefined && html`<small><${TextInline} text=${option.description} /></small>`}</div>`;
  };
  return html`<div class="popup" role="listbox" id=${id}>
    ${groups.map(
      ({ label, options }) => html`<div role="group" aria-label=${label ?? undefined}>
        ${label !== null && html`<p class="popup-label"><bdi>${label}</bdi></p>`}
        ${options.map(drawOption)}
      </div>`,
    )}
    ${hint !== null && html`<p class="popup-hint">${hint}</p>`}
  </div>`;
}

function toggled(picks: readonly Option[], option: Option, limit = Number.POSITIVE_INFINITY): readonly Option[] {
  const others = picks.filter(({ value }) => value !== option.value);
  if (others.length < picks.length) return others;
  return picks.length < limit ? [...picks, option] : picks;
}
