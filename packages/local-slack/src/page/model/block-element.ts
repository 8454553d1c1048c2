import * as z from 'zod';

export const TextObject = z.object({ type: z.enum(['plain_text', 'mrkdwn']), text: z.string() });
export type TextObject = z.infer<typeof TextObject>;

export const Option = z.object({
  text: TextObject,
  value: z.string().default(''),
  description: TextObject.optional(),
  url: z.string().optional(),
});
export type Option = z.infer<typeof Option>;

const Options = z.array(Option);
const OptionGroup = z.object({ label: TextObject, options: Options });

const PageConfirm = z.object({
  title: TextObject.optional(),
  text: TextObject,
  confirm: TextObject.optional(),
  deny: TextObject.optional(),
  style: z.enum(['primary', 'danger']).optional(),
});
export type PageConfirm = z.infer<typeof PageConfirm>;

const interactive = { action_id: z.string().default(''), confirm: PageConfirm.optional() };
const placeholder = TextObject.optional();

export const PageImage = z.object({
  type: z.literal('image'),
  alt_text: z.string(),
  image_url: z.string().optional(),
  slack_file: z.object({ url: z.string().optional(), id: z.string().optional() }).optional(),
});
export type PageImage = z.infer<typeof PageImage>;

const Button = z.object({
  type: z.literal('button'),
  ...interactive,
  text: TextObject,
  value: z.string().optional(),
  url: z.string().optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().optional(),
});
export type Button = z.infer<typeof Button>;

const Overflow = z.object({ type: z.literal('overflow'), ...interactive, options: Options });
export type Overflow = z.infer<typeof Overflow>;

const Select = z.object({
  type: z.enum([
    'static_select',
    'external_select',
    'users_select',
    'channels_select',
    'conversations_select',
    'multi_static_select',
    'multi_external_select',
    'multi_users_select',
    'multi_channels_select',
    'multi_conversations_select',
  ]),
  ...interactive,
  placeholder,
  options: Options.default([]),
  option_groups: z.array(OptionGroup).default([]),
  initial_option: Option.optional(),
  initial_options: Options.default([]),
  initial_user: z.string().optional(),
  initial_users: z.array(z.string()).default([]),
  initial_channel: z.string().optional(),
  initial_channels: z.array(z.string()).default([]),
  initial_conversation: z.string().optional(),
  initial_conversations: z.array(z.string()).default([]),
  min_query_length: z.number().default(3),
  max_selected_items: z.number().optional(),
});
export type Select = z.infer<typeof Select>;

const Choices = z.object({
  type: z.enum(['checkboxes', 'radio_buttons']),
  ...interactive,
  options: Options,
  initial_options: Options.default([]),
  initial_option: Option.optional(),
});
export type Choices = z.infer<typeof Choices>;

const DateTimePicker = z.object({
  type: z.enum(['datepicker', 'timepicker', 'datetimepicker']),
  ...interactive,
  placeholder,
  initial_date: z.string().optional(),
  initial_time: z.string().optional(),
  /** The initial date and time, in seconds since 1970. */
  initial_date_time: z.number().optional(),
});
export type DateTimePicker = z.infer<typeof DateTimePicker>;

const Field = z.object({
  type: z.enum(['plain_text_input', 'number_input', 'email_text_input', 'url_text_input']),
  ...interactive,
  placeholder,
  initial_value: z.string().optional(),
  multiline: z.boolean().default(false),
  min_length: z.number().optional(),
  max_length: z.number().optional(),
  is_decimal_allowed: z.boolean().default(false),
  min_value: z.string().optional(),
  max_value: z.string().optional(),
  dispatch_action_config: z.object({ trigger_actions_on: z.array(z.string()).default([]) }).optional(),
});
export type Field = z.infer<typeof Field>;

/** The Block Kit elements that the page draws, with only the fields that the page uses. */
export const BlockElement = z.discriminatedUnion('type', [
  PageImage,
  Button,
  Overflow,
  Select,
  Choices,
  DateTimePicker,
  Field,
]);
export type BlockElement = z.infer<typeof BlockElement>;

/** A Block Kit element whose value a person can change. */
export type ValueElement = Select | Choices | DateTimePicker | Field;
