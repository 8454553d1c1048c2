import * as z from 'zod';
import {
  ActionId,
  ChoiceOption,
  Confirm,
  isOnePicture,
  ONE_PICTURE,
  PlainOption,
  picture,
  plainText,
  Url,
} from './composition.ts';
import { SELECT_ELEMENTS } from './select-elements.ts';

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date as YYYY-MM-DD');
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time as HH:mm');
const EpochSeconds = z.int().min(1_000_000_000).max(9_999_999_999);
const Placeholder = plainText(150).optional();
const Choices = z.array(ChoiceOption).min(1).max(10);
const NumberText = z.string().regex(/^-?\d+(\.\d+)?$/, 'must be a number');

const base = { action_id: ActionId };
const confirmable = { ...base, confirm: Confirm.optional() };
const focusable = { focus_on_load: z.boolean().optional() };
const typed = {
  ...base,
  ...focusable,
  placeholder: Placeholder,
  dispatch_action_config: z
    .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).min(1) })
    .optional(),
};

const Button = z.strictObject({
  type: z.literal('button'),
  ...confirmable,
  text: plainText(75),
  value: z.string().max(2_000).optional(),
  url: Url.optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
});

const Overflow = z.strictObject({
  type: z.literal('overflow'),
  ...confirmable,
  options: z.array(PlainOption).min(1).max(5),
});

const CHOOSERS = [
  z.strictObject({
    type: z.literal('checkboxes'),
    ...confirmable,
    ...focusable,
    options: Choices,
    initial_options: Choices.optional(),
  }),
  z.strictObject({
    type: z.literal('radio_buttons'),
    ...confirmable,
    ...focusable,
    options: Choices,
    initial_option: ChoiceOption.optional(),
  }),
  z.strictObject({
    type: z.literal('datepicker'),
    ...confirmable,
    ...focusable,
    placeholder: Placeholder,
    initial_date: Day.optional(),
  }),
  z.strictObject({
    type: z.literal('timepicker'),
    ...confirmable,
    ...focusable,
    placeholder: Placeholder,
    initial_time: TimeOfDay.optional(),
    timezone: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal('datetimepicker'),
    ...confirmable,
    ...focusable,
    initial_date_time: EpochSeconds.optional(),
  }),
  ...SELECT_ELEMENTS,
] as const;

const TYPED = [
  z.strictObject({
    type: z.literal('plain_text_input'),
    ...typed,
    initial_value: z.string().max(3_000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3_000).optional(),
    max_length: z.int().min(1).max(3_000).optional(),
  }),
  z.strictObject({
    type: z.literal('number_input'),
    ...typed,
    is_decimal_allowed: z.boolean(),
    initial_value: NumberText.optional(),
    min_value: NumberText.optional(),
    max_value: NumberText.optional(),
  }),
  z.strictObject({ type: z.literal('email_text_input'), ...typed, initial_value: z.string().optional() }),
  z.strictObject({ type: z.literal('url_text_input'), ...typed, initial_value: z.string().optional() }),
] as const;

export const ImageElement = z.strictObject({ type: z.literal('image'), ...picture }).refine(isOnePicture, ONE_PICTURE);

export const ActionsElement = z.discriminatedUnion('type', [Button, Overflow, ...CHOOSERS]);

/** The accessory of a section block, which Slack shows next to the block's text. */
export const Accessory = z.discriminatedUnion('type', [Button, Overflow, ImageElement, ...CHOOSERS]);

export const InputElement = z.discriminatedUnion('type', [...CHOOSERS, ...TYPED]);

/** Any interactive Block Kit element. */
export type Element = z.infer<typeof ActionsElement> | z.infer<typeof InputElement>;
