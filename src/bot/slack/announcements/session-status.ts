import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { nameOf } from '../../../coordination/identity/actor.ts';
import type { SessionCard } from '../../../coordination/sessions/session-card.ts';
import type { PostedMessage } from '../../../platform/announcements.ts';
import type { Log } from '../../../platform/log.ts';

const MAX_TITLE = 200;
/** Slack returns these errors for a workspace without agents, or for an app that is not declared as an agent. */
const UNSUPPORTED = ['unknown_method', 'not_authorized', 'missing_scope', 'not_allowed_token_type', 'no_permission'];

/** Slack shows the stop button of an agent only while the agent's status is `processing`. */
const STATUS = {
  unused: 'suspended',
  live: 'processing',
  stale: 'suspended',
  dead: 'closed',
  ended: 'closed',
} as const satisfies Record<SessionCard['noted'], string>;

/**
 * Shows a session's status in Slack's own list of agents. Never throws, because the session's card shows the same
 * status.
 */
export type ShowSessionStatus = (card: SessionCard, posted: PostedMessage) => Promise<void>;

/**
 * A workspace may not support agent statuses. After Slack has said so, the method is not called again until the process
 * restarts.
 */
export function sessionStatuses({ client, log }: { readonly client: WebClient; readonly log: Log }): ShowSessionStatus {
  let support: 'unknown' | 'none' = 'unknown';
  return async (card, posted) => {
    if (support === 'none') return;
    try {
      await show(client, card, posted);
    } catch (error) {
      if (error instanceof WebAPIPlatformError && UNSUPPORTED.includes(error.data.error)) support = 'none';
      else log.warn({ error }, 'The status of a session could not be shown');
    }
  };
}

/**
 * Shows the status and the title of a session in Slack's list of agents. Slack accepts a title only with a thread's
 * first status, so a second call sets a later title.
 */
async function show(client: WebClient, card: SessionCard, { channel, ts }: PostedMessage): Promise<void> {
  const title = titleOf(card);
  const thread = { channel_id: channel, thread_ts: ts };
  const shown = await client.agents.sessions.setStatus({ ...thread, status: STATUS[card.noted], title });
  if (shown.title !== undefined && shown.title !== title) await client.agents.sessions.rename({ ...thread, title });
}

function titleOf({ name, acts_for, summary }: SessionCard): string {
  const parts = [nameOf({ name, actsFor: acts_for }), ...(summary === null ? [] : [summary])];
  return parts.join(': ').slice(0, MAX_TITLE).toWellFormed();
}
