import type { DeliveryError } from '../delivery/delivery.ts';
import { MethodError } from '../method-error.ts';
import type { PageAnswer } from '../page-protocol.ts';
import type { Channel, User } from '../store/directory.ts';
import type { Workspace } from '../workspace.ts';

/** The acting user, with the workspace in which the user acts. */
export interface Person {
  readonly workspace: Workspace;
  readonly user: User;
}

/** The payload fields that all interactions share: app, team, user, and a new `trigger_id`. */
export function interactionPayload({ workspace, user }: Person) {
  const { identity, triggers } = workspace;
  return {
    team: { id: identity.team.id, domain: identity.team.domain },
    user: { id: user.id, username: user.name, name: user.name, team_id: identity.team.id },
    api_app_id: identity.appId,
    token: identity.verificationToken,
    trigger_id: triggers.issue(user.id),
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** Finds a channel that the acting user may see. Throws `MethodError`: `channel_not_found`. */
export function visibleChannel({ workspace, user }: Person, id: string): Channel {
  const channel = workspace.directory.channel(id);
  if (channel === undefined || (channel.user ?? user.id) !== user.id) throw new MethodError('channel_not_found');
  return channel;
}

/** Returns the name of a channel as Slack's payloads give it. Slack names every direct message `directmessage`. */
export function payloadName({ kind, name }: Channel): string {
  return kind === 'im' ? 'directmessage' : name;
}

/** Returns the sentence that the page shows when the app did not acknowledge an interaction. */
export function deliveryFailure({ identity }: Workspace, error: DeliveryError, what: string): PageAnswer {
  const reasons: Readonly<Record<DeliveryError, string>> = {
    operation_timeout: `${identity.bot.name} did not answer within 3 seconds`,
    dispatch_failed: `${identity.bot.name} is not connected`,
    http_error: `${identity.bot.name} answered with an error`,
  };
  return { ok: false, error, message: `${what} failed: ${reasons[error]} (${error}).` };
}
