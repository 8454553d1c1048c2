import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { nameOf } from '../../../coordination/identity/actor.ts';
import type { SessionCard } from '../../../coordination/sessions/session-card.ts';
import type { PostedMessage } from '../../../platform/announcements.ts';
import type { Log } from '../../../platform/log.ts';

const METHOD = 'agents.sessions.setStatus';
const MAX_TITLE = 200;
/** Slack's own troubles, which say nothing of what it can. */
const PASSING = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'];

const STATUS = {
  live: 'active',
  stale: 'suspended',
  dead: 'closed',
  ended: 'closed',
} as const satisfies Record<SessionCard['noted'], string>;

/** Shows how a session stands in Slack's own list of agents, beside its card. Never throws: the card says it all. */
export type ShowSessionStatus = (card: SessionCard, posted: PostedMessage) => Promise<void>;

/** A workspace that does not know the method, or does not let this app use it, is asked once and not again until the next start. */
export function sessionStatuses({ client, log }: { readonly client: WebClient; readonly log: Log }): ShowSessionStatus {
  let support: 'unknown' | 'none' = 'unknown';
  return async (card, { channel, ts }) => {
    if (support === 'none') return;
    const title = [nameOf({ name: card.name, actsFor: card.acts_for }), card.summary].filter((part) => part !== null);
    try {
      await client.apiCall(METHOD, {
        channel_id: channel,
        thread_ts: ts,
        status: STATUS[card.noted],
        title: title.join(': ').slice(0, MAX_TITLE),
      });
    } catch (error) {
      if (error instanceof WebAPIPlatformError && !PASSING.includes(error.data.error)) support = 'none';
      else log.warn({ error }, 'the status of a session could not be shown');
    }
  };
}
