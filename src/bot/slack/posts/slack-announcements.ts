import type { KnownBlock, MessageMetadata } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import * as z from 'zod';
import { Announcement } from '../../../pipeline/announcement.ts';
import type { Announcements, PostedMessage, ShownMessage, WantedMessage } from '../../../platform/announcements.ts';
import type { Log } from '../../../platform/log.ts';
import { once } from '../../../platform/once.ts';
import { Unavailable } from '../../../platform/unavailable.ts';
import type { DrawChart } from '../charts/chart.ts';
import type { RetryClock } from '../connection/clock.ts';
import { renderAnnouncement } from '../messages/render-announcement.ts';
import { type CallQueue, callQueue } from './call-queue.ts';
import { callSlack, type Refused, type Taken } from './call-slack.ts';
import { findChannel } from './find-channel.ts';
import { findPost, postMetadata } from './find-post.ts';
import { type MessageForm, messageForms } from './message-forms.ts';
import { keepPace } from './pace.ts';
import { pictureFiles } from './picture-files.ts';
import { sessionStatuses } from './session-status.ts';

const Identity = z.object({ bot_id: z.string() });
const Sent = z.object({ channel: z.string(), ts: z.string() });

export interface NoticeSettings {
  /** Its own client: it waits when Slack limits it, and answers to people must not wait with it. */
  readonly client: WebClient;
  /** Name or id. */
  readonly channel: string;
  readonly clock: RetryClock;
  readonly draw: DrawChart;
  readonly log: Log;
  /** Aborted when the door stops. */
  readonly signal: AbortSignal;
}

/** Shows announcements in a Slack channel: one message a key, edited at most once a second, its calls in order. */
export function slackAnnouncements({ client, channel, clock, draw, log, signal }: NoticeSettings): Announcements {
  const queues = new Map<string, CallQueue>();
  const pace = keepPace(clock, signal);
  const fileOf = pictureFiles({ client, draw, log });
  const showStatus = sessionStatuses({ client, log });
  const call: Call = (work) => callSlack(work, { clock, signal });
  const channelId = once(async () => taken(await call(() => findChannel(client, channel))));
  const botId = once(async () => Identity.parse(taken(await call(() => client.auth.test()))).bot_id);

  return {
    show: async (message) => {
      const announcement = Announcement.parse(JSON.parse(message.wanted));
      const { blocks, picture, ...content } = renderAnnouncement(announcement);
      const forms = messageForms(blocks, picture && { ...picture, fileId: await fileOf(picture) });
      const place = (message.posted ?? message.thread)?.channel ?? (await channelId());
      if (message.posted !== null) await pace.ready(nameOf(message.posted));
      const queue = queues.get(place) ?? callQueue();
      queues.set(place, queue);
      const posted = await queue(async () => {
        const known = message.posted ?? (await lookFor(message, place));
        const parts = { ...content, metadata: postMetadata(message.key), parse: 'none' } as const;
        const thread = message.thread?.ts;
        return await firstUnderstood(forms, (each) =>
          write({ client, call }, { known, place, thread, ...parts, blocks: each }),
        );
      });
      pace.wrote(nameOf(posted));
      if (announcement.type === 'session') await showStatus(announcement, posted);
      return posted;
    },
  };

  async function lookFor({ key, history, thread }: WantedMessage, place: string): Promise<PostedMessage | undefined> {
    if (history === 'known') return undefined;
    const search = { channel: place, thread: thread?.ts, key, botId: await botId() };
    const ts = taken(await call(() => findPost(client, search)));
    return ts === undefined ? undefined : { channel: place, ts };
  }
}

type Call = <T>(work: () => Promise<T>) => Promise<Taken<T> | Refused>;

interface Content {
  readonly known: PostedMessage | undefined;
  readonly place: string;
  /** The message in whose thread it stands. */
  readonly thread: string | undefined;
  readonly text: string;
  readonly blocks: KnownBlock[];
  readonly metadata: MessageMetadata;
  readonly parse: 'none';
}

/** Edits the message; where there is none to edit any more, posts it anew. */
async function write(
  { client, call }: { readonly client: WebClient; readonly call: Call },
  { known, place, thread, ...content }: Content,
): Promise<PostedMessage | 'blocks-not-understood'> {
  if (known !== undefined) {
    const edited = await call(() => client.chat.update({ channel: known.channel, ts: known.ts, ...content }));
    if (edited.type === 'taken') return known;
    if (edited.type === 'blocks-not-understood') return edited.type;
  }
  const quietly = { unfurl_links: false, unfurl_media: false } as const;
  const under = thread === undefined ? {} : { thread_ts: thread };
  const sent = await call(() => client.chat.postMessage({ channel: place, ...under, ...quietly, ...content }));
  return sent.type === 'blocks-not-understood' ? sent.type : Sent.parse(taken(sent));
}

async function firstUnderstood(
  forms: readonly MessageForm[],
  send: (blocks: KnownBlock[]) => Promise<PostedMessage | 'blocks-not-understood'>,
): Promise<ShownMessage> {
  for (const { blocks, isWhole } of forms) {
    const sent = await send(blocks);
    if (sent !== 'blocks-not-understood') return isWhole ? sent : { ...sent, picture: 'missing' };
  }
  throw new Error('Slack understands neither the blocks nor their plain form');
}

function taken<T>(answer: Taken<T> | Refused): T {
  if (answer.type === 'taken') return answer.result;
  throw new Unavailable('Slack', new Error(answer.type));
}

function nameOf({ channel, ts }: PostedMessage): string {
  return `${channel} ${ts}`;
}
