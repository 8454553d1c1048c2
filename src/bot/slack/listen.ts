import type { App as Bolt } from '@slack/bolt';
import { instantFromDate } from '../../platform/instant.ts';
import type { Log } from '../../platform/log.ts';
import { checkLockForm } from './actions/check-lock-form.ts';
import { handleAction } from './actions/handle-action.ts';
import { submitLockModal } from './actions/lock-buttons.ts';
import { stopSession } from './actions/stop-session.ts';
import { answerInThread, answerTo, type SlackAnswer } from './answer.ts';
import { handleCommand } from './commands/handle-command.ts';
import { rememberDeliveries } from './connection/deliveries.ts';
import { LockPosition } from './messages/lock-modal.ts';
import { ActionPayload, CommandPayload, HomePayload, personOfAction, StopPayload, ViewPayload } from './payloads.ts';
import { publishHome } from './publish-home.ts';
import { receive } from './receive.ts';
import type { SlackContext } from './slack-context.ts';

/**
 * Takes what Slack tells the bot of. Every listener acknowledges before it does any work, for Slack waits three seconds and no longer; of a
 * modal the fields are checked first, because the acknowledgement says what is wrong with them.
 */
export function listen(bolt: Bolt, desk: SlackContext): void {
  const { app, clock, signal } = desk;
  const deliveries = rememberDeliveries(clock.now);
  const answering = (url: string | undefined): SlackAnswer =>
    url === undefined ? noAnswer(app.log) : answerTo(url, { clock, log: app.log, signal });

  bolt.command(/.*/, async ({ ack, body }) => {
    await ack();
    const payload = CommandPayload.parse(body);
    await receive(app, deliveries, {
      id: payload.trigger_id,
      answer: answering(payload.response_url),
      work: (answer) => handleCommand(desk, payload, answer),
    });
  });
  bolt.action(/.*/, async ({ ack, body }) => {
    await ack();
    const payload = ActionPayload.parse(body);
    await receive(app, deliveries, {
      id: payload.trigger_id,
      answer: answering(payload.response_url),
      work: (answer) => handleAction(desk, payload, answer),
    });
  });
  bolt.view(/^lock-/, async ({ ack, body }) => {
    const payload = ViewPayload.parse(body);
    const errors = checkLockForm(payload, instantFromDate(app.now()));
    if (Object.keys(errors).length > 0) return await ack({ response_action: 'errors', errors });
    await ack();
    const person = personOfAction(payload);
    const { response_url } = LockPosition.parse(JSON.parse(payload.view.private_metadata));
    await receive(app, deliveries, {
      id: payload.trigger_id,
      answer: answering(response_url),
      work: (answer) => submitLockModal(desk, payload, { person, answer, request: payload.trigger_id }),
    });
  });
  bolt.event('app_home_opened', async ({ body }) => {
    const { event_id, event } = HomePayload.parse(body);
    if (event.tab !== 'home') return;
    const person = { id: event.user, name: event.user };
    await receive(app, deliveries, {
      id: event_id,
      answer: answering(undefined),
      work: () => publishHome(desk, person, event_id),
    });
  });
  bolt.event('agent_session_stopped', async ({ body }) => {
    const payload = StopPayload.parse(body);
    const { user, channel, thread_ts } = payload.event;
    await receive(app, deliveries, {
      id: payload.event_id,
      answer: answerInThread({ client: desk.answers, place: { channel, thread_ts, user }, log: app.log }),
      work: (answer) =>
        stopSession(desk, payload, { person: { id: user, name: user }, answer, request: payload.event_id }),
    });
  });
  bolt.error(async (error) => app.log.error({ error }, 'A Slack request could not be taken'));
}

/** For what happens where Slack gives no place to answer. */
function noAnswer(log: Log): SlackAnswer {
  return async ({ text }) => log.warn({ text }, 'A person could not be answered');
}
