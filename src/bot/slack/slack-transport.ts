import type { RequestListener } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { App as Bolt } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { App } from '../../operations/app.ts';
import type { Operation } from '../../operations/kit/operation.ts';
import { isSampleLeague } from '../../pipeline/import/is-sample.ts';
import type { Announcements } from '../../platform/announcements.ts';
import type { Log } from '../../platform/log.ts';
import { once } from '../../platform/once.ts';
import { sampleCheck } from './announcements/sample-check.ts';
import { slackAnnouncements } from './announcements/slack-announcements.ts';
import { drawChart } from './charts/draw-chart.ts';
import { slashCommands } from './commands/slash-commands.ts';
import { type RetryClock, SYSTEM_CLOCK } from './connection/clock.ts';
import type { Connection, SlackReach } from './connection/connection.ts';
import { httpConnection } from './connection/http-connection.ts';
import { trackDeliveries } from './connection/seen-deliveries.ts';
import { type SlackConfig, type SlackConnection, slackConnection } from './connection/slack-connection.ts';
import { slackLog } from './connection/slack-log.ts';
import { refusedForGood } from './connection/slack-refusal.ts';
import { socketConnection } from './connection/socket-connection.ts';
import { registerListeners } from './register-listeners.ts';

const CALL_WITHIN_MS = 10_000;
const ANSWER_RETRIES = { retries: 2, minTimeout: 200, maxTimeout: 500 };
/** The time that running commands have to answer after the transport stops receiving. */
const FINISH_WITHIN_MS = 4_000;
const NO_RETRIES = { retries: 0 };

export interface SlackTransportSettings {
  readonly app: App;
  readonly operations: readonly Operation[];
  readonly config: SlackConfig;
  readonly log: Log;
  readonly clock?: RetryClock;
}

export interface SlackTransport {
  /**
   * Checks the tokens and connects to Slack. Resolves to the port for Slack's requests in HTTP mode. If Slack is
   * unreachable, the transport keeps trying. Throws a `Problem` when Slack refuses a token.
   */
  start(): Promise<{ readonly port: number | undefined; readonly slack: SlackReach }>;
  /**
   * Stops accepting requests. Resolves when the running commands have answered, or after four seconds. Announcements
   * can still be shown.
   */
  stopReceiving(): Promise<void>;
  /**
   * Stops accepting requests and no longer waits for Slack. Running operations continue, see
   * `App.continueInBackground`.
   */
  stop(): Promise<void>;
  readonly announcements: Announcements;
  /** Answers a request of Slack that another server received. Absent if the transport receives its requests itself. */
  readonly answer?: RequestListener;
}

/**
 * Serves the slash commands of all operations, the buttons of the posts, the App Home and the channel's announcements.
 * Throws a `Problem` that names the environment variable if a token is missing.
 */
export function slackTransport({
  app,
  operations,
  config,
  log,
  clock = SYSTEM_CLOCK,
}: SlackTransportSettings): SlackTransport {
  const slack = slackConnection(config);
  const stopped = new AbortController();
  const { signal } = stopped;
  const clientOptions: WebClientOptions = {
    timeout: CALL_WITHIN_MS,
    logger: slackLog(log),
    ...(slack.apiUrl === undefined ? {} : { slackApiUrl: slack.apiUrl }),
  };
  const answerClient = new WebClient(slack.botToken, { ...clientOptions, retryConfig: ANSWER_RETRIES });
  const announcementClient = new WebClient(slack.botToken, {
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
  const deliveries = trackDeliveries(clock.now);
  const stopConnection = once(() => connection.stop());
  const commands = slashCommands(operations);
  registerListeners(bolt, { app, operations, commands, client: answerClient, clock, signal }, deliveries);
  return {
    ...(connection.answer === undefined ? {} : { answer: connection.answer }),
    announcements: slackAnnouncements({
      client: announcementClient,
      channel: slack.channel,
      channels: slack.channels,
      clock,
      draw: drawChart,
      log,
      isSample: sampleCheck({ read: () => isSampleLeague(app.warehouse), clock, log, signal }),
      signal,
    }),
    start: async () => {
      const reach = await checkToken(answerClient, log);
      const { port, slack: connected } = await connection.start();
      return { port, slack: reach === 'away' ? 'away' : connected };
    },
    stopReceiving: async () => {
      await stopConnection();
      await Promise.race([deliveries.idle(), pause(FINISH_WITHIN_MS, undefined, { ref: false })]);
    },
    stop: async () => {
      stopped.abort();
      await stopConnection();
    },
  };
}

interface ConnectionSettings {
  readonly clientOptions: WebClientOptions;
  readonly clock: RetryClock;
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

async function checkToken(client: WebClient, log: Log): Promise<SlackReach> {
  try {
    await client.auth.test();
    return 'reached';
  } catch (error) {
    const refused = refusedForGood(error, 'SLACK_BOT_TOKEN');
    if (refused !== undefined) throw refused;
    log.warn({ error }, 'Slack cannot be reached; the bot keeps trying');
    return 'away';
  }
}
