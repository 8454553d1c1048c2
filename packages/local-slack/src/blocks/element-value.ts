import * as z from 'zod';
import { ChoiceOption, PlainOption } from './composition.ts';
import type { Element } from './elements.ts';

/** The value of a Block Kit element, as Slack sends it in `state.values` and `actions`. */
export type ElementValue = { readonly type: string } & Readonly<Record<string, unknown>>;

interface ValueRule {
  readonly key: string;
  /** The name of the field that holds an element's initial value, such as `initial_date`. */
  readonly initial: string;
  readonly schema: z.ZodType;
  readonly empty: null | readonly never[];
}

const Ids = z.array(z.string().max(100)).max(100);
const AnyOption = z.union([PlainOption, ChoiceOption]);

const text = { key: 'value', initial: 'initial_value', schema: z.string().max(3_000), empty: null };
const option = { key: 'selected_option', initial: 'initial_option', schema: AnyOption, empty: null };
const options = { key: 'selected_options', initial: 'initial_options', schema: z.array(AnyOption).max(100), empty: [] };

const RULES: Readonly<Record<string, ValueRule>> = {
  plain_text_input: text,
  number_input: text,
  email_text_input: text,
  url_text_input: text,
  static_select: option,
  external_select: option,
  radio_buttons: option,
  overflow: option,
  multi_static_select: options,
  multi_external_select: options,
  checkboxes: options,
  datepicker: { key: 'selected_date', initial: 'initial_date', schema: z.iso.date(), empty: null },
  timepicker: { key: 'selected_time', initial: 'initial_time', schema: z.string().regex(/^\d\d:\d\d$/), empty: null },
  datetimepicker: { key: 'selected_date_time', initial: 'initial_date_time', schema: z.int(), empty: null },
  users_select: { key: 'selected_user', initial: 'initial_user', schema: z.string(), empty: null },
  multi_users_select: { key: 'selected_users', initial: 'initial_users', schema: Ids, empty: [] },
  channels_select: { key: 'selected_channel', initial: 'initial_channel', schema: z.string(), empty: null },
  multi_channels_select: { key: 'selected_channels', initial: 'initial_channels', schema: Ids, empty: [] },
  conversations_select: {
    key: 'selected_conversation',
    initial: 'initial_conversation',
    schema: z.string(),
    empty: null,
  },
  multi_conversations_select: {
    key: 'selected_conversations',
    initial: 'initial_conversations',
    schema: Ids,
    empty: [],
  },
};

/**
 * Returns the value of a Block Kit element: the entered value if it is valid, otherwise the initial value from the
 * block, otherwise Slack's empty value. Returns undefined for an element without a value, such as a button.
 */
export function elementValue(element: Element, given: unknown): ElementValue | undefined {
  const rule = RULES[element.type];
  if (rule === undefined) return undefined;
  const initially = Object.entries(element).find(([key]) => key === rule.initial)?.[1];
  const value = givenValue(element, rule, given);
  return { type: element.type, [rule.key]: value === undefined ? (initially ?? rule.empty) : value };
}

/** Returns whether the user has chosen or typed nothing in an element. */
export function isEmpty(value: ElementValue): boolean {
  const held = value[RULES[value.type]?.key ?? ''];
  return held === null || held === '' || (Array.isArray(held) && held.length === 0);
}

/** Returns the value that a person entered in an element. Returns undefined if the value is missing or invalid. */
function givenValue(element: Element, rule: ValueRule, given: unknown): unknown {
  const record = z.looseObject({}).safeParse(given);
  const raw = record.success ? record.data[rule.key] : undefined;
  if (raw === null) return rule.empty;
  const result = rule.schema.safeParse(raw);
  if (!result.success) return undefined;
  if (rule === option) return offered(element, [result.data])[0];
  return rule === options ? offered(element, z.array(z.unknown()).parse(result.data)) : result.data;
}

/** Removes the selected options that a select element does not offer. An external select accepts any option. */
function offered(element: Element, given: readonly unknown[]): readonly unknown[] {
  if (element.type === 'external_select' || element.type === 'multi_external_select') return given;
  const all = optionsOf(element);
  const wanted = new Set(given.map((item) => AnyOption.parse(item).value));
  return all.filter(({ value }) => wanted.has(value));
}

function optionsOf(element: Element): readonly z.infer<typeof AnyOption>[] {
  const groups = 'option_groups' in element ? (element.option_groups ?? []) : [];
  return 'options' in element && element.options !== undefined
    ? element.options
    : groups.flatMap((group) => group.options);
}
