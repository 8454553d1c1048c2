import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { nameOf } from '../../../coordination/identity/actor.ts';
import type { SessionCard } from '../../../coordination/sessions/session-card.ts';
import type { PostedMessage } from '../../../platform/announcements.ts';
import type { Log } from '../../../platform/log.ts';

const MAX_TITLE = 200;
/** What Slack says where the workspace has no agents, or this app is not declared as one. */
const NOT_THERE = ['unknown_method', 'not_authorized', 'missing_scope', 'not_allowed_token_type', 'no_permission'];

/** Slack shows its stop button for who is `processing`, and for nobody else. */
const STATUS = {
  live: 'processing',
  stale: 'suspended',
  dead: 'closed',
  ended: 'closed',
} as const satisfies Record<SessionCard['noted'], string>;

/** Shows how a session stands in Slack's own list of agents, beside its card. Never throws: the card says it all. */
export type ShowSessionStatus = (card: SessionCard, posted: PostedMessage) => Promise<void>;

/** A workspace that does not know the method, or does not let this app use it, is asked once and not again until the next start. */
export function sessionStatuses({ client, log }: { readonly client: WebClient; readonly log: Log }): ShowSessionStatus {
  let support: 'unknown' | 'none' = 'unknown';
  return async (card, posted) => {
    if (support === 'none') return;
    try {
      await show(client, card, posted);
    } catch (error) {
      if (error instanceof WebAPIPlatformError && NOT_THERE.includes(error.data.error)) support = 'none';
      else log.warn({ error }, 'the status of a session could not be shown');
    }
  };
}

/** Slack takes a title with the first status of a thread only; a later one is a rename. */
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
