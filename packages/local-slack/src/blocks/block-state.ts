import type { CheckedBlock } from '../messages/message.ts';
import { type Block, MessageBlocks } from './block.ts';
import { type ElementValue, elementValue, isEmpty } from './element-value.ts';
import type { Element } from './elements.ts';
import { partsOf } from './parts.ts';

/** `state.values`: by block_id, by action_id. */
export type BlockState = Readonly<Record<string, Readonly<Record<string, ElementValue>>>>;

export interface ElementPlace {
  readonly block_id: string;
  readonly action_id: string;
}

/** The present value of every element that has one: what was given, or what the blocks say. Nothing that the blocks do not have. */
export function blockStateOf(blocks: readonly CheckedBlock[], given: BlockState): BlockState {
  const state: Record<string, Record<string, ElementValue>> = {};
  for (const { block, element } of elementsIn(blocks)) {
    const place = placeOf(block, element);
    const value = elementValue(element, given[place.block_id]?.[place.action_id]);
    if (value === undefined || element.type === 'overflow') continue;
    state[place.block_id] = { ...state[place.block_id], [place.action_id]: value };
  }
  return state;
}

/** The element at a place, or undefined when the blocks have none there. */
export function elementAt(
  blocks: readonly CheckedBlock[],
  { block_id: blockId, action_id: actionId }: ElementPlace,
): Element | undefined {
  return elementsIn(blocks).find(({ block, element }) => block.block_id === blockId && element.action_id === actionId)
    ?.element;
}

/** What Slack itself finds wrong before it asks the app, by block_id. */
export function inputErrors(blocks: readonly CheckedBlock[], state: BlockState): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {};
  for (const { block, element } of elementsIn(blocks)) {
    if (block.type !== 'input') continue;
    const place = placeOf(block, element);
    const value = state[place.block_id]?.[place.action_id];
    const error = value === undefined ? undefined : errorOf({ isOptional: block.optional, element, value });
    if (error !== undefined) errors[place.block_id] = error;
  }
  return errors;
}

interface Filled {
  readonly isOptional: boolean;
  readonly element: Element;
  readonly value: ElementValue;
}

function errorOf({ isOptional, element, value }: Filled): string | undefined {
  if (isEmpty(value)) return isOptional ? undefined : 'Please complete this required field.';
  const text = String(value['value']);
  if (element.type === 'number_input' && !/^-?\d+(\.\d+)?$/.test(text)) return 'Enter a number.';
  if (element.type !== 'plain_text_input') return undefined;
  const { min_length: min = 0, max_length: max = 3_000 } = element;
  if (text.length < min) return `Enter at least ${min} characters.`;
  return text.length > max ? `Enter at most ${max} characters.` : undefined;
}

function elementsIn(blocks: readonly CheckedBlock[]): readonly { block: Block; element: Element }[] {
  return MessageBlocks.element
    .array()
    .parse(blocks)
    .flatMap((block) => partsOf(block).map((element) => ({ block, element })));
}

function placeOf(block: Block, element: Element): ElementPlace {
  return { block_id: block.block_id ?? '', action_id: element.action_id ?? '' };
}
