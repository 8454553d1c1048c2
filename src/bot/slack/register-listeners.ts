import type { App as Bolt } from '@slack/bolt';
import { instantFromDate } from '../../platform/instant.ts';
import type { Log } from '../../platform/log.ts';
import { checkLockForm } from './actions/check-lock-form.ts';
import { handleAction } from './actions/handle-action.ts';
import { submitLockModal } from './actions/lock-buttons.ts';
import { stopSession } from './actions/stop-session.ts';
import { handleCommand } from './commands/handle-command.ts';
import type { SeenDeliveries } from './connection/seen-deliveries.ts';
import { registerForm } from './forms/register-form.ts';
import { handleDelivery } from './handle-delivery.ts';
import { LockPosition } from './messages/lock-modal.ts';
import { ActionPayload, CommandPayload, HomePayload, personOfAction, StopPayload, ViewPayload } from './payloads.ts';
import { publishHome } from './publish-home.ts';
import { respondByUrl, respondInThread, type SlackRespond } from './respond.ts';
import type { SlackContext } from './slack-context.ts';

/**
 * Registers the Bolt listeners. Each listener acknowledges before it does any work, because Slack waits only three seconds. A modal is
 * validated first, because the acknowledgement carries its field errors.
 */
export function registerListeners(bolt: Bolt, context: SlackContext, deliveries: SeenDeliveries): void {
  const { app, clock, signal } = context;
  const respondTo = (url: string | undefined): SlackRespond =>
    url === undefined ? cannotRespond(app.log) : respondByUrl(url, { clock, log: app.log, signal });

  bolt.command(/.*/, async ({ ack, body }) => {
    await ack();
    const payload = CommandPayload.parse(body);
    await handleDelivery(app, deliveries, {
      id: payload.trigger_id,
      respond: respondTo(payload.response_url),
      work: (respond) => handleCommand(context, payload, respond),
    });
  });
  bolt.action(/.*/, async ({ ack, body }) => {
    await ack();
    const payload = ActionPayload.parse(body);
    await handleDelivery(app, deliveries, {
      id: payload.trigger_id,
      respond: respondTo(payload.response_url),
      work: (respond) => handleAction(context, payload, respond),
    });
  });
  bolt.view(/^lock-/, async ({ ack, body }) => {
    const payload = ViewPayload.parse(body);
    const errors = checkLockForm(payload, instantFromDate(app.now()));
    if (Object.keys(errors).length > 0) return await ack({ response_action: 'errors', errors });
    await ack();
    const person = personOfAction(payload);
    const { response_url } = LockPosition.parse(JSON.parse(payload.view.private_metadata));
    await handleDelivery(app, deliveries, {
      id: payload.trigger_id,
      respond: respondTo(response_url),
      work: (respond) => submitLockModal(context, payload, { person, respond, request: payload.trigger_id }),
    });
  });
  registerForm(bolt, context, { deliveries, respondTo });
  bolt.event('app_home_opened', async ({ body }) => {
    const { event_id, event } = HomePayload.parse(body);
    if (event.tab !== 'home') return;
    const person = { id: event.user, name: event.user };
    await handleDelivery(app, deliveries, {
      id: event_id,
      respond: respondTo(undefined),
      work: () => publishHome(context, person, event_id),
    });
  });
  bolt.event('agent_session_stopped', async ({ body }) => {
    const payload = StopPayload.parse(body);
    const { user, channel, thread_ts } = payload.event;
    await handleDelivery(app, deliveries, {
      id: payload.event_id,
      respond: respondInThread({ client: context.client, target: { channel, thread_ts, user }, log: app.log, clock }),
      work: (respond) =>
        stopSession(context, payload, { person: { id: user, name: user }, respond, request: payload.event_id }),
    });
  });
  bolt.error(async (error) => app.log.error({ error }, 'A Slack request could not be handled'));
}

/** Logs a response that cannot be sent, because the payload has no response URL. */
function cannotRespond(log: Log): SlackRespond {
  return async ({ text }) => log.warn({ text }, 'A person got no response, because Slack sent no response URL');
}
