import type { WebClient } from '@slack/web-api';
import * as z from 'zod';
import { slackRefusal } from './slack-error-table.ts';

const CHANNEL_ID = /^[CG][A-Z0-9]{6,}$/;
const PAGE_SIZE = 200;
const MAX_PAGES = 20;

const Channels = z.object({
  channels: z.array(z.object({ id: z.string(), name: z.string() })),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});

/**
 * Returns the id of the public channel with this name. Throws `PostRefused` if it does not exist.
 */
export async function findChannel(client: WebClient, channel: string): Promise<string> {
  if (CHANNEL_ID.test(channel)) return channel;
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const listed = Channels.parse(
      await client.conversations.list({
        types: 'public_channel',
        exclude_archived: true,
        limit: PAGE_SIZE,
        ...(cursor === undefined ? {} : { cursor }),
      }),
    );
    const found = listed.channels.find(({ name }) => name === channel);
    if (found !== undefined) return found.id;
    cursor = listed.response_metadata?.next_cursor;
    if (cursor === undefined || cursor === '') break;
  }
  throw slackRefusal({ fault: 'channel', code: 'channel_not_found', channel });
}
