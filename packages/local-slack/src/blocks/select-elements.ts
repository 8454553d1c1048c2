import * as z from 'zod';
import { ActionId, Confirm, OptionGroup, PlainOption, plainText } from './composition.ts';

const Id = z.string().min(1);
const Ids = z.array(Id);
const Filter = z.strictObject({
  include: z
    .array(z.enum(['im', 'mpim', 'private', 'public']))
    .min(1)
    .optional(),
  exclude_external_shared_channels: z.boolean().optional(),
  exclude_bot_users: z.boolean().optional(),
});

const base = {
  action_id: ActionId,
  placeholder: plainText(150).optional(),
  confirm: Confirm.optional(),
  focus_on_load: z.boolean().optional(),
};
const many = { max_selected_items: z.int().min(1).optional() };
const respondable = { response_url_enabled: z.boolean().optional() };
const list = {
  options: z.array(PlainOption).min(1).max(100).optional(),
  option_groups: z.array(OptionGroup).min(1).max(100).optional(),
};
const external = { min_query_length: z.int().min(0).optional() };
const conversations = { default_to_current_conversation: z.boolean().optional(), filter: Filter.optional() };

function hasOneList({ options, option_groups }: { options?: unknown; option_groups?: unknown }): boolean {
  return (options === undefined) !== (option_groups === undefined);
}
const ONE_LIST = 'must define either options or option_groups';

/** The schemas of Slack's ten kinds of select menu. */
export const SELECT_ELEMENTS = [
  z
    .strictObject({ type: z.literal('static_select'), ...base, ...list, initial_option: PlainOption.optional() })
    .refine(hasOneList, ONE_LIST),
  z
    .strictObject({
      type: z.literal('multi_static_select'),
      ...base,
      ...many,
      ...list,
      initial_options: z.array(PlainOption).min(1).optional(),
    })
    .refine(hasOneList, ONE_LIST),
  z.strictObject({ type: z.literal('external_select'), ...base, ...external, initial_option: PlainOption.optional() }),
  z.strictObject({
    type: z.literal('multi_external_select'),
    ...base,
    ...many,
    ...external,
    initial_options: z.array(PlainOption).min(1).optional(),
  }),
  z.strictObject({ type: z.literal('users_select'), ...base, initial_user: Id.optional() }),
  z.strictObject({ type: z.literal('multi_users_select'), ...base, ...many, initial_users: Ids.optional() }),
  z.strictObject({ type: z.literal('channels_select'), ...base, ...respondable, initial_channel: Id.optional() }),
  z.strictObject({ type: z.literal('multi_channels_select'), ...base, ...many, initial_channels: Ids.optional() }),
  z.strictObject({
    type: z.literal('conversations_select'),
    ...base,
    ...respondable,
    ...conversations,
    initial_conversation: Id.optional(),
  }),
  z.strictObject({
    type: z.literal('multi_conversations_select'),
    ...base,
    ...many,
    ...conversations,
    initial_conversations: Ids.optional(),
  }),
] as const;
