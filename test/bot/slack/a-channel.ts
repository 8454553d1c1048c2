import { WebClient } from '@slack/web-api';
import { slackAnnouncements } from '#src/bot/slack/announcements/slack-announcements.ts';
import type { DrawChart } from '#src/bot/slack/charts/chart.ts';
import { drawChart } from '#src/bot/slack/charts/draw-chart.ts';
import { type RetryClock, SYSTEM_CLOCK } from '#src/bot/slack/connection/clock.ts';
import { slackLog } from '#src/bot/slack/connection/slack-log.ts';
import type { Announcement } from '#src/pipeline/announcement.ts';
import type { ChannelsByKind } from '#src/pipeline/message-kind.ts';
import type { PostedMessage, WantedMessage } from '#src/platform/announcements.ts';
import { silentLog } from '../../pipeline/pipeline-stores.ts';
import { aWorkspace, CHANNEL, type TestWorkspace, textOf } from './a-workspace.ts';

export const KEY = 'slate-2026-02-05';

interface ChannelOptions {
  readonly timeout?: number;
  readonly channel?: string;
  readonly channels?: ChannelsByKind;
  readonly clock?: RetryClock;
  readonly draw?: DrawChart;
  readonly isSample?: boolean;
  /** Sets the identity that Slack reports for the bot. */
  readonly botId?: string;
}

/** The announcements of a real Web API client, connected to a local Slack. Pauses take no time. */
export async function aChannel({
  timeout = 5_000,
  channel = CHANNEL,
  channels = {},
  clock,
  botId,
  draw = drawChart,
  isSample = false,
}: ChannelOptions = {}) {
  const local: TestWorkspace = await aWorkspace();
  const reader = await local.person('ann');
  const paused: number[] = [];
  const ending = new AbortController();
  const waitless: RetryClock = { ...SYSTEM_CLOCK, pause: async (ms) => void paused.push(ms) };
  const client = new WebClient(local.slack.tokens.bot, {
    slackApiUrl: local.slack.apiUrl,
    retryConfig: { retries: 0 },
    logger: slackLog(silentLog),
    rejectRateLimitedCalls: true,
    timeout,
    ...(botId === undefined ? {} : { fetch: answeringAs(botId) }),
  });
  return {
    announcements: slackAnnouncements({
      client,
      channel,
      channels,
      clock: clock ?? waitless,
      draw,
      log: silentLog,
      isSample: async () => isSample,
      signal: ending.signal,
    }),
    client,
    local,
    paused,
    stop: () => ending.abort(),
    texts: async (name?: string) => (await reader.read(name)).map(textOf),
  };
}

export function wanted(
  announcement: Announcement,
  known: Partial<WantedMessage> & { posted?: PostedMessage } = {},
): WantedMessage {
  return { key: KEY, wanted: JSON.stringify(announcement), posted: null, history: 'known', ...known };
}

/** The network, with another answer to `auth.test`. */
function answeringAs(botId: string): typeof fetch {
  return async (url, init) =>
    String(url).endsWith('auth.test') ? Response.json({ ok: true, bot_id: botId }) : await fetch(url, init);
}
