import * as z from 'zod';

/** What the page of the local Slack and its server say to each other. Messages, blocks and views have Slack's own shapes. */

const Block = z.looseObject({ type: z.string(), block_id: z.string().optional() });
const PlainText = z.looseObject({ type: z.literal('plain_text'), text: z.string(), emoji: z.boolean().optional() });
const Reaction = z.object({ name: z.string(), users: z.array(z.string()), count: z.number() });
const File = z.looseObject({ id: z.string(), name: z.string(), title: z.string().optional(), size: z.number() });

/** How the agent stands that works in the thread of a message. */
const PageAgentSession = z.looseObject({
  title: z.string(),
  agent_statuses: z.array(
    z.object({
      status: z.enum(['processing', 'active', 'suspended', 'closed']),
      /** In seconds; with `processing` only. */
      date_status_processing_expire: z.number().optional(),
      is_stoppable: z.boolean(),
    }),
  ),
});
export type PageAgentSession = z.infer<typeof PageAgentSession>;

/** One message, as `conversations.history` gives it, with the channel it is in. */
export const PageMessage = z.looseObject({
  type: z.literal('message'),
  channel: z.string(),
  ts: z.string(),
  /** Author: a person, or the user of the bot. */
  user: z.string(),
  bot_id: z.string().optional(),
  text: z.string(),
  blocks: z.array(Block).optional(),
  subtype: z.string().optional(),
  thread_ts: z.string().optional(),
  reply_count: z.number().optional(),
  reply_users: z.array(z.string()).optional(),
  latest_reply: z.string().optional(),
  edited: z.object({ user: z.string(), ts: z.string() }).optional(),
  reactions: z.array(Reaction).optional(),
  files: z.array(File).optional(),
  agent_session: PageAgentSession.optional(),
  /** Shown to the acting user only, and gone when the page is loaded again. */
  is_ephemeral: z.boolean().optional(),
});
export type PageMessage = z.infer<typeof PageMessage>;

/** One input or interactive element's present value, as Slack puts it into `state.values[block_id][action_id]`. */
const StateValue = z.looseObject({ type: z.string() });
const StateValues = z.record(z.string(), z.record(z.string(), StateValue));
export type StateValues = z.infer<typeof StateValues>;

export const PageView = z.looseObject({
  id: z.string(),
  type: z.enum(['modal', 'home']),
  title: PlainText.optional(),
  submit: PlainText.optional(),
  close: PlainText.optional(),
  blocks: z.array(Block),
  callback_id: z.string(),
  hash: z.string(),
  state: z.object({ values: StateValues }),
  previous_view_id: z.string().nullable(),
  root_view_id: z.string(),
});
export type PageView = z.infer<typeof PageView>;

const PageUser = z.object({
  id: z.string(),
  name: z.string(),
  real_name: z.string(),
  is_bot: z.boolean(),
});
export type PageUser = z.infer<typeof PageUser>;

const PageChannel = z.object({
  id: z.string(),
  /** Without `#`; of a direct message the name of the other user. */
  name: z.string(),
  is_im: z.boolean(),
  /** The other user of a direct message. */
  user: z.string().optional(),
  topic: z.string(),
});
export type PageChannel = z.infer<typeof PageChannel>;

const PageCommand = z.object({ command: z.string(), description: z.string(), usage_hint: z.string().optional() });
export type PageCommand = z.infer<typeof PageCommand>;

const HomeTab = z.object({ user: z.string(), name: z.string(), view: PageView.optional() });

/** `GET /page/state` */
export const PageState = z.object({
  workspace: z.object({ id: z.string(), name: z.string() }),
  /** The user the page acts as. */
  me: z.string(),
  users: z.array(PageUser),
  /** Those the acting user sees: all channels and the own direct messages. */
  channels: z.array(PageChannel),
  commands: z.array(PageCommand),
  /** The bots with an App Home, each with what it has published for the acting user. */
  homeTabs: z.array(HomeTab),
  /** Whether the bot would hear what is typed now. */
  isBotConnected: z.boolean(),
});
export type PageState = z.infer<typeof PageState>;

/** `GET /page/history?channel=&thread_ts=&before=`: newest last, at most 100; without `thread_ts` no replies. `before` is a ts. */
export const PageHistory = z.object({ messages: z.array(PageMessage), has_more: z.boolean() });
export type PageHistory = z.infer<typeof PageHistory>;

const Option = z.looseObject({ text: z.looseObject({ type: z.string(), text: z.string() }), value: z.string() });

const Container = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message'),
    channel_id: z.string(),
    message_ts: z.string(),
    is_ephemeral: z.boolean().default(false),
  }),
  z.object({ type: z.literal('view'), view_id: z.string() }),
]);

/**
 * The element that was used, with its new value under Slack's name for its type: `value` (button, text), `selected_option`
 * (static and external select, radio buttons, overflow), `selected_options` (checkboxes, multi selects), `selected_date`, `selected_time`,
 * `selected_date_time`, `selected_user`, `selected_channel`, `selected_conversation` and their plurals.
 */
const UsedElement = z.looseObject({
  type: z.string().min(1).max(100),
  block_id: z.string().max(255),
  action_id: z.string().max(255),
});

const Id = z.string().min(1).max(100);
const Text = z.string().max(40_000);

/** `POST /page/act`. The answer comes once the app has acknowledged, or failed to within 3 seconds. */
export const PageAct = z.discriminatedUnion('type', [
  z.object({ type: z.literal('say'), channel: Id, text: Text.min(1), thread_ts: Id.optional() }),
  /** `command` with its slash. */
  z.object({ type: z.literal('command'), channel: Id, command: Id, text: Text }),
  z.object({
    type: z.literal('action'),
    container: Container,
    action: UsedElement,
    state: z.object({ values: StateValues }).optional(),
  }),
  /** The options of an external select for what was typed; the answer has `options`. */
  z.object({ type: z.literal('suggest'), container: Container, block_id: Id, action_id: Id, value: Text }),
  z.object({ type: z.literal('submit-view'), view_id: Id, values: StateValues }),
  /** `all` closes every view of the stack, as the cross in the corner does; otherwise the top one, as the button Cancel does. */
  z.object({ type: z.literal('close-view'), view_id: Id, all: z.boolean().default(false) }),
  z.object({ type: z.literal('open-home') }),
  /** Presses the stop button of the agent that works in the thread of a message. */
  z.object({ type: z.literal('stop-agent'), channel: Id, ts: Id }),
  /** Opens (or finds) the direct message with a user or the bot; the answer has `channel`. */
  z.object({ type: z.literal('open-dm'), user_id: Id }),
  z.object({ type: z.literal('act-as'), user_id: Id }),
  z.object({ type: z.literal('react'), channel: Id, ts: Id, name: z.string().min(1).max(100), on: z.boolean() }),
]);
export type PageAct = z.infer<typeof PageAct>;

/** The answer to an act: `error` is Slack's code (`operation_timeout`), `message` a sentence for the person. */
export const PageAnswer = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    ts: z.string().optional(),
    channel: z.string().optional(),
    options: z.array(Option).optional(),
    option_groups: z.array(z.looseObject({ label: PlainText, options: z.array(Option) })).optional(),
  }),
  z.object({ ok: z.literal(false), error: z.string(), message: z.string() }),
]);
export type PageAnswer = z.infer<typeof PageAnswer>;

/** What the server sends over `/page/live`, to the acting user. The page sends nothing. */
export const PageEvent = z.discriminatedUnion('type', [
  /** A message new in a channel or (with `thread_ts` other than `ts`) in a thread. */
  z.object({ type: z.literal('message'), message: PageMessage }),
  /** An edit, or the new reply count of a parent. */
  z.object({ type: z.literal('message-changed'), message: PageMessage }),
  z.object({ type: z.literal('message-deleted'), channel: z.string(), ts: z.string() }),
  /** A new ephemeral message, or one that replaces that of the same `ts`. */
  z.object({ type: z.literal('ephemeral'), message: PageMessage }),
  z.object({ type: z.literal('ephemeral-deleted'), channel: z.string(), ts: z.string() }),
  z.object({ type: z.literal('reaction'), channel: z.string(), ts: z.string(), reactions: z.array(Reaction) }),
  /** The new top of the modal stack. */
  z.object({ type: z.literal('view-opened'), view: PageView }),
  z.object({ type: z.literal('view-updated'), view: PageView }),
  z.object({ type: z.literal('view-closed'), view_id: z.string() }),
  /** Errors by block_id. */
  z.object({ type: z.literal('view-errors'), view_id: z.string(), errors: z.record(z.string(), z.string()) }),
  z.object({ type: z.literal('home'), user: z.string(), view: PageView }),
  z.object({ type: z.literal('channel'), channel: PageChannel }),
  z.object({ type: z.literal('bot'), isConnected: z.boolean() }),
  /** A sentence about something that failed. */
  z.object({ type: z.literal('notice'), level: z.enum(['info', 'error']), text: z.string() }),
]);
export type PageEvent = z.infer<typeof PageEvent>;
