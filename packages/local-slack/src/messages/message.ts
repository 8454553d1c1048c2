import * as z from 'zod';

const Reaction = z.object({ name: z.string(), users: z.array(z.string()), count: z.number() });

/** A file attached to a message, with Slack's field names. */
export const SlackFile = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string(),
  mimetype: z.string(),
  filetype: z.string(),
  size: z.number(),
  user: z.string(),
  created: z.number(),
  url_private: z.string(),
  url_private_download: z.string(),
});
export type SlackFile = z.infer<typeof SlackFile>;

export const Metadata = z.object({
  event_type: z.string().min(1).max(255),
  event_payload: z.record(z.string(), z.unknown()),
});

/** A validated block with its `block_id`. */
const CheckedBlock = z.looseObject({ type: z.string(), block_id: z.string() });
export type CheckedBlock = z.infer<typeof CheckedBlock>;

export const AGENT_STATUSES = ['processing', 'active', 'suspended', 'closed'] as const;

const AgentStatus = z.object({
  agent_bot_user_id: z.string(),
  status: z.enum(AGENT_STATUSES),
  /** An agent's status `processing` expires at this time, in seconds since 1970. Other statuses do not expire. */
  date_status_processing_expire: z.number().optional(),
  /** Whether the page shows a stop button for the agent. */
  is_stoppable: z.boolean(),
});
export type AgentStatus = z.infer<typeof AgentStatus>;

/** The session of the agent that works in a message's thread, with Slack's field names. */
const AgentSession = z.object({
  status: z.enum(AGENT_STATUSES),
  title: z.string(),
  agent_bot_user_ids: z.array(z.string()),
  agent_statuses: z.array(AgentStatus),
});
export type AgentSession = z.infer<typeof AgentSession>;

/** A stored message. The reply counts of a thread are not stored; each read computes them. */
export const Message = z.object({
  type: z.literal('message'),
  subtype: z.string().optional(),
  channel: z.string(),
  ts: z.string(),
  thread_ts: z.string().optional(),
  team: z.string(),
  user: z.string(),
  bot_id: z.string().optional(),
  app_id: z.string().optional(),
  text: z.string(),
  blocks: z.array(CheckedBlock).optional(),
  attachments: z.array(z.unknown()).optional(),
  edited: z.object({ user: z.string(), ts: z.string() }).optional(),
  reactions: z.array(Reaction).optional(),
  files: z.array(SlackFile).optional(),
  metadata: Metadata.optional(),
  agent_session: AgentSession.optional(),
});
export type Message = z.infer<typeof Message>;

/** The number, the authors and the newest `ts` of the replies in a thread. */
export interface ThreadSummary {
  readonly reply_count: number;
  readonly reply_users: string[];
  readonly reply_users_count: number;
  readonly latest_reply: string;
}

export type VisibleMessage = Message & Partial<ThreadSummary>;
