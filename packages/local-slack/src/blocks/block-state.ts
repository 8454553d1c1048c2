import type { CheckedBlock } from '../messages/message.ts';
import { type Block, MessageBlocks } from './block.ts';
import { type ElementValue, elementValue, isEmpty } from './element-value.ts';
import type { Element } from './elements.ts';
import { partsOf } from './parts.ts';

/**
 * The type of Slack's `state.values`, which holds the values of Block Kit elements by block_id and then by action_id.
 */
export type BlockState = Readonly<Record<string, Readonly<Record<string, ElementValue>>>>;

export interface ElementIds {
  readonly block_id: string;
  readonly action_id: string;
}

/**
 * Returns the value of every element in the given blocks. An element without an entered value has its initial value.
 */
export function blockStateOf(blocks: readonly CheckedBlock[], given: BlockState): BlockState {
  const state: Record<string, Record<string, ElementValue>> = {};
  for (const { block, element } of elementsIn(blocks)) {
    const ids = idsOf(block, element);
    const value = elementValue(element, given[ids.block_id]?.[ids.action_id]);
    if (value === undefined || element.type === 'overflow') continue;
    state[ids.block_id] = { ...state[ids.block_id], [ids.action_id]: value };
  }
  return state;
}

export function elementAt(
  blocks: readonly CheckedBlock[],
  { block_id: blockId, action_id: actionId }: ElementIds,
): Element | undefined {
  return elementsIn(blocks).find(({ block, element }) => block.block_id === blockId && element.action_id === actionId)
    ?.element;
}

/**
 * Validates the input blocks of a modal as Slack does before it notifies the app. Returns the error messages by
 * block_id.
 */
export function inputErrors(blocks: readonly CheckedBlock[], state: BlockState): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {};
  for (const { block, element } of elementsIn(blocks)) {
    if (block.type !== 'input') continue;
    const ids = idsOf(block, element);
    const value = state[ids.block_id]?.[ids.action_id];
    const error = value === undefined ? undefined : errorOf({ isOptional: block.optional, element, value });
    if (error !== undefined) errors[ids.block_id] = error;
  }
  return errors;
}

interface FilledElement {
  readonly isOptional: boolean;
  readonly element: Element;
  readonly value: ElementValue;
}

function errorOf({ isOptional, element, value }: FilledElement): string | undefined {
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

function idsOf(block: Block, element: Element): ElementIds {
  return { block_id: block.block_id ?? '', action_id: element.action_id ?? '' };
}
