import { describe, expect, test } from 'vitest';
import { eventBuffer } from '../../src/page/model/event-buffer.ts';
import { afterEvent, type StateEvent } from '../../src/page/model/live-event.ts';
import { logOf, unreadCount } from '../../src/page/model/workspace-state.ts';
import { aMessage, aView, START } from './page-state.ts';

const stateAfter = (...events: readonly StateEvent[]) => events.reduce(afterEvent, START);
const textsIn = (state: typeof START, thread_ts?: string) =>
  logOf(state, { channel: 'C1', thread_ts }).messages.map(({ text }) => text);
const message = (ts: string, more = {}) => ({ type: 'message', message: aMessage(ts, more) }) as const;

describe('messages', () => {
  test('are ordered by ts, whatever order they arrive in', () =>
    expect(textsIn(stateAfter(message('3'), message('1'), message('2')))).toEqual(['1', '2', '3']));
  test('that arrive twice appear once', () => expect(textsIn(stateAfter(message('1'), message('1')))).toEqual(['1']));
  test('that are replies appear only in their thread', () => {
    const state = stateAfter(message('1'), message('2', { thread_ts: '1' }));
    expect([textsIn(state), textsIn(state, '1')]).toEqual([['1'], ['2']]);
  });
  test('that are broadcast replies appear in both', () => {
    const state = stateAfter(message('2', { thread_ts: '1', subtype: 'thread_broadcast' }));
    expect([textsIn(state), textsIn(state, '1')]).toEqual([['2'], ['2']]);
  });
  test('are edited in place, in the channel and as the root of a thread', () => {
    const state = stateAfter(message('1'), message('2'), {
      type: 'message-changed',
      message: aMessage('1', { text: 'new' }),
    });
    expect(textsIn(state)).toEqual(['new', '2']);
  });
  test('disappear when they are deleted', () =>
    expect(textsIn(stateAfter(message('1'), { type: 'message-deleted', channel: 'C1', ts: '1' }))).toEqual([]));
  test('that are not loaded are not affected by an edit', () =>
    expect(textsIn(stateAfter(message('1'), { type: 'message-changed', message: aMessage('9') }))).toEqual(['1']));
  test('show reactions', () => {
    const reactions = [{ name: 'tada', users: ['U1'], count: 1 }];
    const state = stateAfter(message('1'), { type: 'reaction', channel: 'C1', ts: '1', reactions });
    expect(logOf(state, { channel: 'C1' }).messages[0]?.reactions).toEqual(reactions);
  });
  test('of others count as unread, own messages do not', () =>
    expect(unreadCount(stateAfter(message('1'), message('2', { user: 'U1' })), 'C1')).toBe(1));
});

describe('views', () => {
  const opened = (id: string) => ({ type: 'view-opened', view: aView(id) }) as const;
  const idsOf = (state: typeof START) => state.views.map(({ view }) => view.id);

  test('are stacked, and closing the top one shows the one below', () => {
    expect(idsOf(stateAfter(opened('V1'), opened('V2')))).toEqual(['V1', 'V2']);
    expect(idsOf(stateAfter(opened('V1'), opened('V2'), { type: 'view-closed', view_id: 'V2' }))).toEqual(['V1']);
  });
  test('show errors until they are updated', () => {
    const errors = { type: 'view-errors', view_id: 'V1', errors: { name: 'Who?' } } as const;
    expect(stateAfter(opened('V1'), errors).views[0]?.errors).toEqual({ name: 'Who?' });
    expect(stateAfter(opened('V1'), errors, { type: 'view-updated', view: aView('V1') }).views[0]?.errors).toEqual({});
  });
});

test('home, channel and bot events change the workspace', () => {
  const channel = { id: 'C3', name: 'new', is_im: false, topic: '' };
  const { workspace } = stateAfter(
    { type: 'home', user: 'UB', view: aView('H', { type: 'home' }) },
    { type: 'channel', channel },
    { type: 'bot', isConnected: false },
  );
  expect(workspace.homeTabs[0]?.view?.id).toBe('H');
  expect(workspace.channels.at(-1)).toEqual(channel);
  expect(workspace.isBotConnected).toBe(false);
});

test('events that arrive during a fetch are applied after it, in order', async () => {
  const applied: string[] = [];
  const { receive, whileFetching } = eventBuffer((event) => applied.push(event.type));
  const bot = { type: 'bot', isConnected: true } as const;
  await whileFetching(async () => {
    receive(message('1'));
    await whileFetching(async () => await Promise.resolve());
    receive(bot);
    applied.push('fetched');
  });
  receive(bot);
  expect(applied).toEqual(['fetched', 'message', 'bot', 'bot']);
});
