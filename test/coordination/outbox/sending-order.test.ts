import { expect, it } from 'vitest';
import type { Post } from '#src/coordination/outbox/post.ts';
import { sendingOrder } from '#src/coordination/outbox/sending-order.ts';
import { Instant } from '#src/platform/instant.ts';

const at = (second: number) => Instant.parse(`2026-02-05T18:00:${String(second).padStart(2, '0')}.000000Z`);

function aPost(key: string, wantedAt: number, fields: Partial<Post> = {}): Post {
  return {
    key,
    wanted: '{}',
    wanted_version: 1,
    wanted_at: at(wantedAt),
    event_at: at(wantedAt),
    event_position: 0,
    sent_version: 0,
    sending_version: null,
    refusal: null,
    delivery: 'due',
    under: null,
    picture_tries: 0,
    receipt: 'none',
    channel: null,
    ts: null,
    ...fields,
  };
}

const shown = { channel: 'C1', ts: '1' };

it.each<readonly [rule: string, due: readonly Post[], keys: readonly string[]]>([
  ['new messages go out in the order of their events', [aPost('b', 2), aPost('a', 1)], ['a', 'b']],
  [
    'a new message keeps its place when its wanted state changes',
    [aPost('slate', 9, { event_at: at(1) }), aPost('lock', 2)],
    ['slate', 'lock'],
  ],
  [
    'messages of one event go out in the order in which they were enqueued',
    [aPost('a', 1, { event_position: 1 }), aPost('b', 1, { event_position: 0 })],
    ['b', 'a'],
  ],
  [
    'edits follow the new messages, the oldest first',
    [aPost('edit-2', 2, shown), aPost('edit-1', 1, shown), aPost('new', 3)],
    ['new', 'edit-1', 'edit-2'],
  ],
  [
    'a reply follows the message it answers, even when its event came first',
    [aPost('reply', 1, { under: 'parent' }), aPost('parent', 3), aPost('other', 2), aPost('later', 4)],
    ['other', 'parent', 'reply', 'later'],
  ],
  [
    'a reply to a posted message keeps the place of its own event',
    [aPost('reply', 3, { under: 'parent' }), aPost('parent', 1, shown), aPost('other', 4)],
    ['reply', 'other', 'parent'],
  ],
  [
    'a post of an earlier release goes out by the time of its newest state',
    [aPost('new', 2), aPost('old', 1, { event_at: null })],
    ['old', 'new'],
  ],
])('%s', (_, due, keys) => {
  expect(sendingOrder(due).map(({ key }) => key)).toEqual(keys);
});
