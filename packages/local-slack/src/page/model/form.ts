import type { StateValues } from '../../page-protocol.ts';
import { elementsOf, type InputBlock, type PageBlock } from './block.ts';
import type { BlockElement, Choices, DateTimePicker, Field, Option, Select, ValueElement } from './block-element.ts';

/** The value of an element, as in Slack's `state.values`. */
export type StateValue = StateValues[string][string];
/** The values that a person changed, by block_id and action_id. */
export type Edits = StateValues;

const MAX_FIELD_LENGTH = 3_000;

function isValueElement(element: BlockElement): element is ValueElement {
  return element.type !== 'button' && element.type !== 'overflow' && element.type !== 'image';
}

function initialValue(element: ValueElement): StateValue {
  switch (element.type) {
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return { type: element.type, value: element.initial_value ?? null };
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return initialDateTime(element);
    case 'checkboxes':
      return { type: element.type, selected_options: element.initial_options };
    case 'radio_buttons':
      return { type: element.type, selected_option: element.initial_option ?? null };
    default:
      return picksToValue(element, initialPicks(element));
  }
}

export function stateValueOf(edits: Edits, block_id: string, element: ValueElement): StateValue {
  return edits[block_id]?.[element.action_id] ?? initialValue(element);
}

export function withEdit(edits: Edits, at: { block_id: string; action_id: string }, given: StateValue): Edits {
  return { ...edits, [at.block_id]: { ...edits[at.block_id], [at.action_id]: given } };
}

/**
 * Returns Slack's `state.values` with the value of every current element. Edits of elements that no longer exist are
 * left out.
 */
export function stateValues(blocks: readonly PageBlock[], edits: Edits): StateValues {
  const values: StateValues = {};
  for (const block of blocks) {
    const held = elementsOf(block).filter(isValueElement);
    if (held.length === 0) continue;
    values[block.block_id] = Object.fromEntries(
      held.map((element) => [element.action_id, stateValueOf(edits, block.block_id, element)]),
    );
  }
  return values;
}

/**
 * Returns the selected options of a select menu. The option of a user or channel has the id as its text; the page shows
 * the name instead.
 */
export function picksOf(given: StateValue): readonly Option[] {
  const one = given['selected_option'] ?? given['selected_user'] ?? given['selected_channel'];
  const many = given['selected_options'] ?? given['selected_users'] ?? given['selected_channels'];
  const single = one ?? given['selected_conversation'];
  const list = many ?? given['selected_conversations'] ?? (single === undefined || single === null ? [] : [single]);
  return Array.isArray(list) ? list.map(asOption) : [];
}

export function picksToValue({ type }: Select, picks: readonly Option[]): StateValue {
  const first = picks[0];
  const values = picks.map(({ value }) => value);
  switch (type) {
    case 'static_select':
    case 'external_select':
      return { type, selected_option: first ?? null };
    case 'multi_static_select':
    case 'multi_external_select':
      return { type, selected_options: picks };
    case 'users_select':
      return { type, selected_user: first?.value ?? null };
    case 'multi_users_select':
      return { type, selected_users: values };
    case 'channels_select':
      return { type, selected_channel: first?.value ?? null };
    case 'multi_channels_select':
      return { type, selected_channels: values };
    case 'conversations_select':
      return { type, selected_conversation: first?.value ?? null };
    case 'multi_conversations_select':
      return { type, selected_conversations: values };
  }
}

/**
 * Returns the errors that prevent the submission of a modal, by block_id. The app may find further errors and return
 * them in its acknowledgement.
 */
export function formProblems(blocks: readonly PageBlock[], edits: Edits): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const block of blocks) {
    const problem = block.type === 'input' ? inputProblem(block, edits) : null;
    if (problem !== null) problems[block.block_id] = problem;
  }
  return problems;
}

function inputProblem(block: InputBlock, edits: Edits): string | null {
  const { element } = block;
  if (!isValueElement(element)) return null;
  const given = stateValueOf(edits, block.block_id, element);
  if (hasValue(given)) return 'multiline' in element ? fieldProblem(element, String(given['value'])) : null;
  return block.optional === true ? null : 'Please fill this in.';
}

function fieldProblem(element: Field, value: string): string | null {
  switch (element.type) {
    case 'number_input':
      return numberProblem(element, value);
    case 'email_text_input':
      return /^\S+@\S+\.\S+$/.test(value) ? null : 'This is not an email address.';
    case 'url_text_input':
      return URL.canParse(value) ? null : 'This is not a web address.';
    default:
      return lengthProblem(element, value);
  }
}

function numberProblem({ is_decimal_allowed, min_value, max_value }: Field, value: string): string | null {
  const number = Number(value);
  if (!Number.isFinite(number)) return 'This is not a number.';
  if (!is_decimal_allowed && !Number.isInteger(number)) return 'Enter a whole number.';
  if (min_value !== undefined && number < Number(min_value)) return `Enter ${min_value} or more.`;
  if (max_value !== undefined && number > Number(max_value)) return `Enter ${max_value} or less.`;
  return null;
}

function lengthProblem({ min_length, max_length }: Field, value: string): string | null {
  const limit = max_length ?? MAX_FIELD_LENGTH;
  if (min_length !== undefined && value.length < min_length) return `Enter at least ${min_length} characters.`;
  return value.length > limit ? `Enter at most ${limit} characters (now ${value.length}).` : null;
}

function hasValue(given: StateValue): boolean {
  const isNothing = (value: unknown) => value === null || value === '' || (Array.isArray(value) && value.length === 0);
  return Object.entries(given).some(([name, value]) => name !== 'type' && !isNothing(value));
}

function initialDateTime(element: DateTimePicker): StateValue {
  const { type } = element;
  if (type === 'datepicker') return { type, selected_date: element.initial_date ?? null };
  if (type === 'timepicker') return { type, selected_time: element.initial_time ?? null };
  return { type, selected_date_time: element.initial_date_time ?? null };
}

function initialPicks(select: Select): readonly Option[] {
  const { initial_option, initial_options } = select;
  const ids = [
    ...[select.initial_user, select.initial_channel, select.initial_conversation].filter((id) => id !== undefined),
    ...select.initial_users,
    ...select.initial_channels,
    ...select.initial_conversations,
  ];
  return initial_option === undefined ? [...initial_options, ...ids.map(asOption)] : [initial_option];
}

function asOption(pick: Option | string): Option {
  return typeof pick === 'string' ? { text: { type: 'plain_text', text: pick }, value: pick } : pick;
}

/** Returns whether a checkbox or radio button is selected. */
export function isTicked({ type }: Choices, given: StateValue, option: Option): boolean {
  const picks = picksOf({ ...given, type });
  return picks.some(({ value }) => value === option.value);
}
