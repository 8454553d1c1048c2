import type { KnownBlock, MessageMetadata } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import * as z from 'zod';
import { Announcement } from '../../../pipeline/announcement.ts';
import type { Announcements, PostedMessage, ShownMessage, WantedMessage } from '../../../platform/announcements.ts';
import { instantFromDate } from '../../../platform/instant.ts';
import type { Log } from '../../../platform/log.ts';
import { once } from '../../../platform/once.ts';
import { PostRefused } from '../../../platform/post-refused.ts';
import { Unavailable } from '../../../platform/unavailable.ts';
import type { DrawChart } from '../charts/chart.ts';
import type { RetryClock } from '../connection/clock.ts';
import { renderAnnouncement } from '../messages/render-announcement.ts';
import { isAboutGames, markedAsSample } from '../messages/sample-mark.ts';
import type { SlackMessage } from '../messages/slack-message.ts';
import { withReaderTimes } from '../messages/with-reader-times.ts';
import { type CallQueue, callQueue } from './call-queue.ts';
import { type AcceptedCall, callSlack, type RejectedCall } from './call-slack.ts';
import { type ChannelTable, channelDirectory } from './channel-directory.ts';
import { throttleEdits } from './edit-throttle.ts';
import { findChannel } from './find-channel.ts';
import { findPost, postMetadata } from './find-post.ts';
import { type MessageVariant, messageVariants } from './message-variants.ts';
import { pictureFiles } from './picture-files.ts';
import { sessionStatuses } from './session-status.ts';
import { slackRefusal } from './slack-error-table.ts';

const Identity = z.object({ bot_id: z.string() });
const Sent = z.object({ channel: z.string(), ts: z.string() });

export interface NoticeSettings extends ChannelTable {
  /**
   * The Slack client for announcements. Responses to people use another client, so that a rate limit does not delay
   * them.
   */
  readonly client: WebClient;
  readonly clock: RetryClock;
  readonly draw: DrawChart;
  readonly log: Log;
  /** Returns whether the imported data is the sample league. Never throws, and answers quickly. */
  readonly isSample: () => Promise<boolean>;
  /** The signal is aborted when the Slack transport stops. */
  readonly signal: AbortSignal;
}

/**
 * Shows announcements in the Slack channels of their kinds. Announcements with the same key share one message, which is
 * edited at most once a second and stays in the channel in which it was first shown. The calls for one channel run in
 * order.
 */
export function slackAnnouncements(settings: NoticeSettings): Announcements {
  const { client, channel, clock, draw, log, signal } = settings;
  const queues = new Map<string, CallQueue>();
  const throttle = throttleEdits(clock, signal);
  const fileOf = pictureFiles({ client, draw, log });
  const showStatus = sessionStatuses({ client, log });
  const directory = channelDirectory(settings, async (name) =>
    resultOf(await callSlack(() => findChannel(client, name), name)),
  );
  const botId = once(async () => Identity.parse(resultOf(await callSlack(() => client.auth.test(), channel))).bot_id);

  return {
    channelOf: directory.channelOf,
    show: async (message) => {
      const announcement = Announcement.parse(JSON.parse(message.wanted));
      const posted = await showInChannel(message, announcement).catch((error: unknown) =>
        leaveEarlierChannel(message, announcement, error).then((moved) => showInChannel(moved, announcement)),
      );
      throttle.wrote(messageId(posted));
      if (announcement.type === 'session') await showStatus(announcement, posted);
      return posted;
    },
  };

  async function showInChannel(message: WantedMessage, announcement: Announcement): Promise<ShownMessage> {
    const { blocks, picture, ...content } = await render(settings, announcement);
    const variants = messageVariants(blocks, picture && { ...picture, fileId: await fileOf(picture) });
    const channelId = channelIdOf(message) ?? (await directory.idOf(directory.configured(announcement)));
    const call: SlackCall = (work) => callSlack(work, directory.nameOf(channelId));
    if (message.posted !== null) await throttle.ready(messageId(message.posted));
    const queue = queues.get(channelId) ?? callQueue();
    queues.set(channelId, queue);
    return await queue(async () => {
      const known = message.posted ?? (await findExisting(message, { client, call, channelId, botId }));
      const parts = { ...content, metadata: postMetadata(message.key), parse: 'none' } as const;
      const thread = message.thread?.ts;
      const sent = await firstAccepted(variants, (each, rejectedWith) => {
        if (each.length === 0)
          log.warn({ key: message.key, code: rejectedWith }, 'Slack rejected the blocks of a post');
        return editOrPost({ client, call }, { known, channelId, thread, ...parts, blocks: each });
      });
      if (sent.type === 'shown') return sent.message;
      throw slackRefusal({ fault: 'message', code: sent.code, channel: directory.nameOf(channelId) });
    });
  }

  /**
   * Returns the message without its place, so that it is posted in the configured channel. This happens when Slack
   * refuses the channel of the place, and another channel is configured now. Otherwise throws the error again.
   */
  async function leaveEarlierChannel(
    message: WantedMessage,
    announcement: Announcement,
    error: unknown,
  ): Promise<WantedMessage> {
    const place = channelIdOf(message);
    const isRefused = error instanceof PostRefused && error.fault === 'channel' && place !== undefined;
    if (!isRefused || place === (await directory.idOf(directory.configured(announcement)))) throw error;
    return { ...message, posted: null, thread: null, history: 'unknown' };
  }
}

async function render(
  { clock, isSample }: Pick<NoticeSettings, 'clock' | 'isSample'>,
  announcement: Announcement,
): Promise<SlackMessage> {
  const rendered = renderAnnouncement(announcement);
  const message = { ...rendered, blocks: withReaderTimes(rendered.blocks, instantFromDate(new Date(clock.wall()))) };
  return isAboutGames(announcement) && (await isSample()) ? markedAsSample(message) : message;
}

type SlackCall = <T>(work: () => Promise<T>) => Promise<AcceptedCall<T> | RejectedCall>;

interface ExistingMessageSearch {
  readonly client: WebClient;
  readonly call: SlackCall;
  readonly channelId: string;
  readonly botId: () => Promise<string>;
}

/** Finds the message of a post whose earlier sending may have been successful. */
async function findExisting(
  { key, history, thread }: WantedMessage,
  { client, call, channelId, botId }: ExistingMessageSearch,
): Promise<PostedMessage | undefined> {
  if (history === 'known') return undefined;
  const search = { channel: channelId, thread: thread?.ts, key, botId: await botId() };
  const ts = resultOf(await call(() => findPost(client, search)));
  return ts === undefined ? undefined : { channel: channelId, ts };
}

interface MessageContent {
  readonly known: PostedMessage | undefined;
  readonly channelId: string;
  /** The timestamp of the message whose thread gets the post. Undefined for a post in the channel itself. */
  readonly thread: string | undefined;
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly metadata: MessageMetadata;
  readonly parse: 'none';
}

/** Edits the message of a post. Posts a new message if none exists, or if Slack can no longer edit it. */
async function editOrPost(
  { client, call }: { readonly client: WebClient; readonly call: SlackCall },
  { known, channelId, thread, ...content }: MessageContent,
): Promise<PostedMessage | RejectedCall> {
  if (known !== undefined) {
    const edited = await call(() => client.chat.update({ channel: known.channel, ts: known.ts, ...content }));
    if (edited.type === 'accepted') return known;
    if (edited.type === 'blocks-rejected') return edited;
  }
  const quietly = { unfurl_links: false, unfurl_media: false } as const;
  const under = thread === undefined ? {} : { thread_ts: thread };
  const sent = await call(() => client.chat.postMessage({ channel: channelId, ...under, ...quietly, ...content }));
  return sent.type === 'blocks-rejected' ? sent : Sent.parse(resultOf(sent));
}

type SentVariant =
  | { readonly type: 'shown'; readonly message: ShownMessage }
  | { readonly type: 'rejected'; readonly code: string };

/**
 * Sends one variant after the other until Slack accepts one. `send` receives the code for which Slack rejected the
 * variant before. If Slack rejects all of them, the result has the code of the last error.
 */
async function firstAccepted(
  variants: readonly MessageVariant[],
  send: (blocks: KnownBlock[], rejectedWith: string) => Promise<PostedMessage | RejectedCall>,
): Promise<SentVariant> {
  let code = '';
  for (const { blocks, isComplete } of variants) {
    const sent = await send(blocks, code);
    if (!('type' in sent)) return { type: 'shown', message: isComplete ? sent : { ...sent, picture: 'missing' } };
    code = sent.code;
  }
  return { type: 'rejected', code };
}

function channelIdOf({ posted, thread }: WantedMessage): string | undefined {
  return (posted ?? thread)?.channel;
}

function resultOf<T>(answer: AcceptedCall<T> | RejectedCall): T {
  if (answer.type === 'accepted') return answer.result;
  throw new Unavailable('Slack', new Error(answer.type));
}

function messageId({ channel, ts }: PostedMessage): string {
  return `${channel} ${ts}`;
}
