import { App as Bolt } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { App } from '../../operations/app.ts';
import type { Operation } from '../../operations/operation.ts';
import type { Announcements } from '../../platform/announcements.ts';
import { instantFromDate } from '../../platform/instant.ts';
import type { Log } from '../../platform/log.ts';
import { checkLockForm } from './actions/check-lock-form.ts';
import { handleAction } from './actions/handle-action.ts';
import { submitLockModal } from './actions/lock-buttons.ts';
import { stopSession } from './actions/stop-session.ts';
import { type Answer, answerInThread, answerTo } from './answer.ts';
import { drawChart } from './charts/draw-chart.ts';
import { handleCommand } from './commands/handle-command.ts';
import { slashCommands } from './commands/slash-commands.ts';
import { type Clock, SYSTEM_CLOCK } from './connection/clock.ts';
import type { Connection } from './connection/connection.ts';
import { rememberDeliveries } from './connection/deliveries.ts';
import { httpConnection } from './connection/http-connection.ts';
import { type SlackConfig, type SlackConnection, slackConnection } from './connection/slack-connection.ts';
import { slackLog } from './connection/slack-log.ts';
import { refusedForGood } from './connection/slack-refusal.ts';
import { socketConnection } from './connection/socket-connection.ts';
import { LockPosition } from './messages/lock-modal.ts';
import { ActionPayload, CommandPayload, HomePayload, personOfAction, StopPayload, ViewPayload } from './payloads.ts';
import { slackAnnouncements } from './posts/slack-announcements.ts';
import { publishHome } from './publish-home.ts';
import { receive } from './receive.ts';
import type { SlackDesk } from './slack-desk.ts';

const CALL_WITHIN_MS = 10_000;
const ANSWER_RETRIES = { retries: 2, minTimeout: 200, maxTimeout: 500 };
const NO_RETRIES = { retries: 0 };

export interface SlackDoorSettings {
  readonly app: App;
  readonly operations: readonly Operation[];
  readonly config: SlackConfig;
  readonly log: Log;
  readonly clock?: Clock;
}

export interface SlackDoor {
  /**
   * Checks the tokens and connects. Resolves to where Slack's requests are taken, if it is called over HTTP. Slack being away is no error:
   * the door keeps trying. Throws a `Problem` when Slack refuses a token.
   */
  start(): Promise<{ readonly port: number | undefined }>;
  /** Takes no new request and ends every wait; work that has begun goes on, see `App.goOn`. */
  stop(): Promise<void>;
  readonly announcements: Announcements;
}

/**
 * Every operation as a slash command, the buttons of the posts, the App Home, and the channel. Throws a `Problem` that names the variable when
 * a token is missing.
 */
export function slackDoor({ app, operations, config, log, clock = SYSTEM_CLOCK }: SlackDoorSettings): SlackDoor {
  const slack = slackConnection(config);
  const stopped = new AbortController();
  const { signal } = stopped;
  const clientOptions: WebClientOptions = {
    timeout: CALL_WITHIN_MS,
    logger: slackLog(log),
    ...(slack.apiUrl === undefined ? {} : { slackApiUrl: slack.apiUrl }),
  };
  const answers = new WebClient(slack.botToken, { ...clientOptions, retryConfig: ANSWER_RETRIES });
  const notices = new WebClient(slack.botToken, {
    ...clientOptions,
    retryConfig: NO_RETRIES,
    rejectRateLimitedCalls: true,
  });
  const connection = connectionOf(slack, { clientOptions, clock, log });
  const bolt = new Bolt({
    receiver: connection.receiver,
    authorize: () => Promise.resolve({ botToken: slack.botToken }),
    clientOptions,
    logger: slackLog(log),
    ignoreSelf: false,
  });
  listen(bolt, { app, operations, commands: slashCommands(operations), answers, clock, signal });
  return {
    announcements: slackAnnouncements({ client: notices, channel: slack.channel, clock, draw: drawChart, log, signal }),
    start: async () => {
      await checkToken(answers, log);
      return await connection.start();
    },
    stop: async () => {
      stopped.abort();
      await connection.stop();
    },
  };
}

interface ConnectionSettings {
  readonly clientOptions: WebClientOptions;
  readonly clock: Clock;
  readonly log: Log;
}

function connectionOf(slack: SlackConnection, { clientOptions, clock, log }: ConnectionSettings): Connection {
  switch (slack.mode) {
    case 'socket':
      return socketConnection({ appToken: slack.appToken, clientOptions, clock, log });
    case 'http':
      return httpConnection({ signingSecret: slack.signingSecret, port: slack.port, log, clock });
  }
}

/** Every listener acknowledges before it does anything else: Slack waits three seconds and no longer. */
function listen(bolt: Bolt, desk: SlackDesk): void {
  const { app, clock, signal } = desk;
  const deliveries = rememberDeliveries(clock.now);
  const answering = (url: string | undefined): Answer =>
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
function noAnswer(log: Log): Answer {
  return async ({ text }) => log.warn({ text }, 'A person could not be answered');
}

async function checkToken(client: WebClient, log: Log): Promise<void> {
  try {
    await client.auth.test();
  } catch (error) {
    const refused = refusedForGood(error, 'SLACK_BOT_TOKEN');
    if (refused !== undefined) throw refused;
    log.warn({ error }, 'Slack cannot be reached; the bot keeps trying');
  }
}
