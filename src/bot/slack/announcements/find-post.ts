import type { MessageMetadata } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import * as z from 'zod';

const EVENT_TYPE = 'tipoff_post';
const PAGE_SIZE = 100;
/** A search reads only the newest 500 messages of a channel, because the wanted post is only minutes old. */
const MAX_PAGES = 5;

const History = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      bot_id: z.string().optional(),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.looseObject({ key: z.unknown() }) })
        .optional()
        .catch(undefined),
    }),
  ),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/**
 * Returns the Slack metadata for a post. It contains the post's key, by which the bot finds the post later. People do
 * not see it.
 */
export function postMetadata(key: string): MessageMetadata {
  return { event_type: EVENT_TYPE, event_payload: { key } };
}

interface PostSearch {
  readonly channel: string;
  /** The message whose replies are searched. If it is undefined, the channel itself is searched. */
  readonly thread: string | undefined;
  readonly key: string;
  readonly botId: string;
}

/**
 * Finds the newest message in a channel or thread whose metadata contains the key of a post. Messages of other apps are
 * ignored.
 */
export async function findPost(
  client: WebClient,
  { channel, thread, key, botId }: PostSearch,
): Promise<string | undefined> {
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const request = {
      channel,
      include_all_metadata: true,
      limit: PAGE_SIZE,
      ...(cursor === undefined ? {} : { cursor }),
    };
    const history = History.parse(
      await (thread === undefined
        ? client.conversations.history(request)
        : client.conversations.replies({ ...request, ts: thread })),
    );
    const found = history.messages.find(
      ({ metadata, bot_id }) =>
        bot_id === botId && metadata?.event_type === EVENT_TYPE && metadata.event_payload.key === key,
    );
    if (found !== undefined) return found.ts;
    cursor = history.response_metadata?.next_cursor;
    if (cursor === undefined || cursor === '') return undefined;
  }
  return undefined;
}
