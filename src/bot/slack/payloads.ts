import * as z from 'zod';

/** The value of a button: an opaque id. */
const OpaqueId = z.string().regex(/^[\w.:#-]{1,220}$/);

export const CommandPayload = z.object({
  command: z.string(),
  text: z.string().default(''),
  trigger_id: z.string(),
  user_id: z.string(),
  user_name: z.string().optional(),
  response_url: z.string(),
});
export type CommandPayload = z.infer<typeof CommandPayload>;

const User = z.object({ id: z.string(), name: z.string().optional(), username: z.string().optional() });

export const ActionPayload = z.object({
  trigger_id: z.string(),
  user: User,
  /** The response URL of the click. A click in a modal has none. */
  response_url: z.string().optional(),
  view: z.object({ id: z.string(), hash: z.string(), private_metadata: z.string() }).optional(),
  actions: z.tuple([z.object({ action_id: z.string(), value: OpaqueId.optional() })], z.unknown()),
});
export type ActionPayload = z.infer<typeof ActionPayload>;

export const ViewPayload = z.object({
  trigger_id: z.string(),
  user: User,
  view: z.object({
    callback_id: z.string(),
    private_metadata: z.string(),
    state: z.object({ values: z.record(z.string(), z.unknown()) }),
  }),
});
export type ViewPayload = z.infer<typeof ViewPayload>;

export const HomePayload = z.object({
  event_id: z.string(),
  event: z.object({ user: z.string(), tab: z.string() }),
});

/** A click on Slack's own stop button for an agent. The thread identifies the agent's session. */
export const StopPayload = z.object({
  event_id: z.string(),
  event: z.object({ user: z.string(), channel: z.string(), thread_ts: z.string() }),
});
export type StopPayload = z.infer<typeof StopPayload>;

/** The caller of a command or click, with the id and name that Slack sends. */
export interface SlackPerson {
  readonly id: string;
  readonly name: string;
}

export function personOfCommand({ user_id, user_name }: CommandPayload): SlackPerson {
  return { id: user_id, name: user_name ?? user_id };
}

export function personOfAction({ user }: Pick<ActionPayload, 'user'>): SlackPerson {
  return { id: user.id, name: user.name ?? user.username ?? user.id };
}
