import * as z from 'zod';

/**
 * The protocol between the workspace's page and its server. Messages, blocks and views have Slack's own shapes. Every
 * request may name the acting user in its URL, as in `?as=UANN` or `?as=ann`.
 */

const Block = z.looseObject({ type: z.string(), block_id: z.string().optional() });
const PlainText = z.looseObject({ type: z.literal('plain_text'), text: z.string(), emoji: z.boolean().optional() });
const Reaction = z.object({ name: z.string(), users: z.array(z.string()), count: z.number() });
const File = z.looseObject({ id: z.string(), name: z.string(), title: z.string().optional(), size: z.number() });

const PageAgentSession = z.looseObject({
  title: z.string(),
  agent_statuses: z.array(
    z.object({
      status: z.enum(['processing', 'active', 'suspended', 'closed']),
      /** An agent's status `processing` expires at this time, in seconds since 1970. Other statuses do not expire. */
      date_status_processing_expire: z.number().optional(),
      is_stoppable: z.boolean(),
    }),
  ),
});
export type PageAgentSession = z.infer<typeof PageAgentSession>;

/** A message as `conversations.history` returns it, together with its channel. */
export const PageMessage = z.looseObject({
  type: z.literal('message'),
  channel: z.string(),
  ts: z.string(),
  /** The user id of the author, who is a person or the bot. */
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
  /** Whether only the acting user sees the message. Such a message disappears when the page is reloaded. */
  is_ephemeral: z.boolean().optional(),
});
export type PageMessage = z.infer<typeof PageMessage>;

/** The current value of one element, as in `state.values[block_id][action_id]`. */
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
  /** The channel's name without `#`. A direct message has the name of the other user. */
  name: z.string(),
  is_im: z.boolean(),
  /** The id of the other user in a direct message. */
  user: z.string().optional(),
  topic: z.string(),
});
export type PageChannel = z.infer<typeof PageChannel>;

const PageCommand = z.object({ command: z.string(), description: z.string(), usage_hint: z.string().optional() });
export type PageCommand = z.infer<typeof PageCommand>;

const HomeTab = z.object({ user: z.string(), name: z.string(), view: PageView.optional() });

/** The answer to `GET /page/state`. */
export const PageState = z.object({
  workspace: z.object({ id: z.string(), name: z.string() }),
  /** The id of the user that the page acts as. */
  me: z.string(),
  users: z.array(PageUser),
  /** The channels that the acting user sees: every public channel, and the user's own direct messages. */
  channels: z.array(PageChannel),
  commands: z.array(PageCommand),
  /** The bots with an App Home, each with the view published for the acting user. */
  homeTabs: z.array(HomeTab),
  /** Whether the app is connected and can receive messages and commands. */
  isBotConnected: z.boolean(),
});
export type PageState = z.infer<typeof PageState>;

/**
 * The answer to `GET /page/history?channel=&thread_ts=&before=`: at most 100 messages, newest last. Without `thread_ts`
 * it omits the replies in threads. With `before`, every message is older than that `ts`.
 */
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
 * The element that a person used, with its new value. The field of the value depends on the type of the element, as in
 * Slack: a button sets `value`, a date picker sets `selected_date`.
 */
const UsedElement = z.looseObject({
  type: z.string().min(1).max(100),
  block_id: z.string().max(255),
  action_id: z.string().max(255),
});

const Id = z.string().min(1).max(100);
const Text = z.string().max(40_000);

/**
 * The body of `POST /page/interact`. The server answers after the app's acknowledgement, or after 3 seconds without
 * one.
 */
export const PageInteraction = z.discriminatedUnion('type', [
  z.object({ type: z.literal('send-message'), channel: Id, text: Text.min(1), thread_ts: Id.optional() }),
  /** `command` includes the slash, as in `/remind`. */
  z.object({ type: z.literal('command'), channel: Id, command: Id, text: Text }),
  z.object({
    type: z.literal('action'),
    container: Container,
    action: UsedElement,
    state: z.object({ values: StateValues }).optional(),
  }),
  /** Requests the options of an external select menu for a typed query. The answer holds the options in `options`. */
  z.object({ type: z.literal('suggest'), container: Container, block_id: Id, action_id: Id, value: Text }),
  z.object({ type: z.literal('submit-view'), view_id: Id, values: StateValues }),
  /**
   * Closes the top modal. With `all`, it closes every open modal, as Slack does after a click on the cross in the
   * corner.
   */
  z.object({ type: z.literal('close-view'), view_id: Id, all: z.boolean().default(false) }),
  z.object({ type: z.literal('open-home') }),
  /** Stops the agent that works in the thread of a message, as a click on Slack's stop button does. */
  z.object({ type: z.literal('stop-agent'), channel: Id, ts: Id }),
  /** Finds or creates the direct message with a user or the bot. The answer holds the channel's id in `channel`. */
  z.object({ type: z.literal('open-dm'), user_id: Id }),
  z.object({ type: z.literal('react'), channel: Id, ts: Id, name: z.string().min(1).max(100), on: z.boolean() }),
]);
export type PageInteraction = z.infer<typeof PageInteraction>;

/**
 * The answer to an interaction. `error` is one of Slack's codes, such as `operation_timeout`. `message` is a sentence
 * for the person.
 */
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

/**
 * The events that the server sends to the acting user over the WebSocket `/page/live`. The page sends nothing over it.
 */
export const PageEvent = z.discriminatedUnion('type', [
  /** A new message in a channel, or in a thread if `thread_ts` differs from `ts`. */
  z.object({ type: z.literal('message'), message: PageMessage }),
  /** An edited message, or the first message of a thread with a new reply count. */
  z.object({ type: z.literal('message-changed'), message: PageMessage }),
  z.object({ type: z.literal('message-deleted'), channel: z.string(), ts: z.string() }),
  /** A new ephemeral message. It replaces an earlier ephemeral message with the same `ts`. */
  z.object({ type: z.literal('ephemeral'), message: PageMessage }),
  z.object({ type: z.literal('ephemeral-deleted'), channel: z.string(), ts: z.string() }),
  z.object({ type: z.literal('reaction'), channel: z.string(), ts: z.string(), reactions: z.array(Reaction) }),
  /** A newly opened modal, which the page shows above all other open modals. */
  z.object({ type: z.literal('view-opened'), view: PageView }),
  z.object({ type: z.literal('view-updated'), view: PageView }),
  z.object({ type: z.literal('view-closed'), view_id: z.string() }),
  /** The validation errors of a modal, by block_id. */
  z.object({ type: z.literal('view-errors'), view_id: z.string(), errors: z.record(z.string(), z.string()) }),
  z.object({ type: z.literal('home'), user: z.string(), view: PageView }),
  z.object({ type: z.literal('channel'), channel: PageChannel }),
  z.object({ type: z.literal('bot'), isConnected: z.boolean() }),
  /** A sentence that the page shows as a toast, for example about a failure. */
  z.object({ type: z.literal('notice'), level: z.enum(['info', 'error']), text: z.string() }),
]);
export type PageEvent = z.infer<typeof PageEvent>;
