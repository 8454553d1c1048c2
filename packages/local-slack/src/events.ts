import type { Clock } from './clock.ts';
import type { Identity } from './identity.ts';

const MS_PER_SECOND = 1_000;

interface EventSource {
  readonly identity: Identity;
  readonly clock: Clock;
  newId(prefix: string): string;
}

/** Wraps an event in Slack's `event_callback` envelope. Every retry of an event carries the same `event_id`. */
export function eventCallback({ identity, clock, newId }: EventSource, event: Readonly<Record<string, unknown>>) {
  const authorization = { enterprise_id: null, team_id: identity.team.id, user_id: identity.bot.user };
  return {
    token: identity.verificationToken,
    team_id: identity.team.id,
    api_app_id: identity.appId,
    event,
    type: 'event_callback',
    event_id: newId('Ev'),
    event_time: Math.floor(clock.now() / MS_PER_SECOND),
    authorizations: [{ ...authorization, is_bot: true, is_enterprise_install: false }],
    is_ext_shared_channel: false,
  };
}
