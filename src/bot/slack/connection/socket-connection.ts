import { setTimeout as pause } from 'node:timers/promises';
import { SocketModeReceiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Log } from '../../../platform/log.ts';
import type { RetryClock } from './clock.ts';
import type { Connection, SlackReach } from './connection.ts';
import { slackLog } from './slack-log.ts';
import { refusedForGood } from './slack-refusal.ts';

/** Slack closes sockets every few hours and expects the app to reconnect immediately. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const CONNECT_WITHIN_MS = 15_000;
const CLOSE_WITHIN_MS = 1_000;

export interface SocketSettings {
  readonly appToken: string;
  readonly clientOptions: WebClientOptions;
  readonly clock: RetryClock;
  readonly log: Log;
}

/**
 * A Socket Mode connection that reconnects quickly after any outage. Bolt's own reconnecting is off, because it waits
 * at least five seconds and can end with a rejection that cannot be caught.
 */
export function socketConnection({ appToken, clientOptions, clock, log }: SocketSettings): Connection {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: slackLog(log),
    autoReconnectEnabled: false,
    installerOptions: { clientOptions: { ...clientOptions, retryConfig: { retries: 0 } } },
  });
  const { client } = receiver;
  const stopped = new AbortController();
  let lost = Promise.withResolvers<void>();
  client.on('disconnected', () => lost.resolve());

  return {
    receiver,
    start: async () => {
      const slack = await connect().catch(throwIfPermanent);
      void stayConnected(slack);
      return { port: undefined, slack };
    },
    stop: async () => {
      stopped.abort();
      lost.resolve();
      await Promise.race([client.disconnect(), pause(CLOSE_WITHIN_MS, undefined, { ref: false })]);
    },
  };

  async function connect(): Promise<'reached'> {
    lost = Promise.withResolvers<void>();
    const timer = setTimeout(() => void client.disconnect(), CONNECT_WITHIN_MS);
    try {
      await client.start();
      return 'reached';
    } finally {
      clearTimeout(timer);
    }
  }

  function throwIfPermanent(error: unknown): 'away' {
    const refused = refusedForGood(error, 'SLACK_APP_TOKEN');
    if (refused !== undefined) throw refused;
    return logUnreachable(error);
  }

  async function stayConnected(first: SlackReach): Promise<void> {
    let state = first;
    let failures = 0;
    while (!stopped.signal.aborted) {
      if (state === 'reached') await lost.promise;
      state = await connectAfter(FIRST_PAUSE_MS * 2 ** failures);
      failures = state === 'reached' ? 0 : failures + 1;
    }
  }

  async function connectAfter(pauseMs: number): Promise<SlackReach> {
    await clock.pause(Math.min(pauseMs, LONGEST_PAUSE_MS), stopped.signal).catch(() => 'stopped');
    return stopped.signal.aborted ? 'away' : await connect().catch(logUnreachable);
  }

  function logUnreachable(error: unknown): 'away' {
    log.warn({ error }, 'Slack cannot be reached over Socket Mode');
    return 'away';
  }
}
