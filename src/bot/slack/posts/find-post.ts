import type { MessageMetadata } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import * as z from 'zod';

const EVENT_TYPE = 'tipoff_post';
const PAGE_SIZE = 100;
/** A post whose fate is open was made minutes ago; a channel with more than 500 messages since then has other troubles. */
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

/** What marks a message as the post of a key. Nobody sees it. */
export function postMetadata(key: string): MessageMetadata {
  return { event_type: EVENT_TYPE, event_payload: { key } };
}

interface Search {
  readonly channel: string;
  /** Looked for among its replies, where given. */
  readonly thread: string | undefined;
  readonly key: string;
  readonly botId: string;
}

/** The message of a key among the newest of a channel or a thread, if this bot posted it. Other apps may mark theirs as they like. */
export async function findPost(
  client: WebClient,
  { channel, thread, key, botId }: Search,
): Promise<string | undefined> {
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const asked = {
      channel,
      include_all_metadata: true,
      limit: PAGE_SIZE,
      ...(cursor === undefined ? {} : { cursor }),
    };
    const history = History.parse(
      await (thread === undefined
        ? client.conversations.history(asked)
        : client.conversations.replies({ ...asked, ts: thread })),
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
